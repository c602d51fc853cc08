import { ElasticsearchLauncherError, type Environment, type Report } from './launcher_error';
import { findJavaHome, OLDEST_JAVA } from './java_home';
import { lastLines, runProgram } from './run_program';

/** Debian's and Ubuntu's names, the first that the system's release has is taken. */
const JAVA_PACKAGES = ['openjdk-17-jre-headless', 'openjdk-21-jre-headless'];

const BY_HAND =
  'as an administrator of Debian or Ubuntu: apt-get update && apt-get install -y openjdk-17-jre-headless maven';

/**
 * The home of a Java for Elasticsearch; where there is none, it is installed if that is allowed.
 * @throws ElasticsearchLauncherError with the line to type
 */
export async function requireJavaHome(environment: Environment, report: Report): Promise<string> {
  const found = await findJavaHome(environment);
  if (found) return found;
  await install({ java: true, maven: false }, environment, report);
  const installed = await findJavaHome(environment);
  if (installed) return installed;
  throw new ElasticsearchLauncherError(
    `Java was installed, but no Java ${OLDEST_JAVA} or newer was found afterwards. Set JAVA_HOME to one.`
  );
}

/**
 * Makes sure that Maven runs; where it is missing, it is installed if that is allowed.
 * @throws ElasticsearchLauncherError with the line to type
 */
export async function requireMaven(environment: Environment, report: Report): Promise<void> {
  const isThere = async () => (await runProgram('mvn', ['-v'], { environment }))?.exitCode === 0;
  if (await isThere()) return;
  const java = (await findJavaHome(environment)) === undefined;
  await install({ java, maven: true }, environment, report);
  if (await isThere()) return;
  throw new ElasticsearchLauncherError(
    'Maven was installed, but "mvn -v" still fails. Run it to see why.'
  );
}

async function install(
  missing: { java: boolean; maven: boolean },
  environment: Environment,
  report: Report
): Promise<void> {
  const names = [missing.java && `Java ${OLDEST_JAVA}`, missing.maven && 'Maven']
    .filter(Boolean)
    .join(' and ');
  const refuse = (why: string) =>
    new ElasticsearchLauncherError(
      `Elasticsearch needs ${names}, which this machine has not. ${why} Install it, ${BY_HAND} ` +
        '- or set ELASTICSEARCH_URL to an Elasticsearch that runs, or ES_HOME to an unpacked one.'
    );
  if (process.getuid?.() !== 0) throw refuse('Only root may install it here.');

  report(`Installing ${names} with apt-get: Elasticsearch needs it, and this machine has it not.`);
  const options = { environment: { ...environment, DEBIAN_FRONTEND: 'noninteractive' } };
  const update = await runProgram('apt-get', ['update'], options);
  if (!update) throw refuse('There is no apt-get to install it with.');
  const packages = [
    ...(missing.java ? [await availableJavaPackage(options)] : []),
    ...(missing.maven ? ['maven'] : []),
  ];
  const args = ['install', '-y', '--no-install-recommends', ...packages];
  const installed = await runProgram('apt-get', args, options);
  if (installed?.exitCode !== 0) {
    throw refuse(`"apt-get ${args.join(' ')}" failed:\n${lastLines(installed?.output ?? '', 5)}\n`);
  }
}

async function availableJavaPackage(options: { environment: Environment }): Promise<string> {
  for (const name of JAVA_PACKAGES) {
    if ((await runProgram('apt-cache', ['show', name], options))?.exitCode === 0) return name;
  }
  return JAVA_PACKAGES[0];
}
