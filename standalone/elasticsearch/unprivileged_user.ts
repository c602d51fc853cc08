import { ElasticsearchLauncherError, type Environment } from './launcher_error';
import { lastLines, runProgram } from './run_program';

/** The system user that runs Elasticsearch where the launcher is root, as Elasticsearch's own packages name it. */
export const USER_NAME = 'elasticsearch';

export interface UnprivilegedUser {
  uid: number;
  gid: number;
}

async function lookUp(environment: Environment): Promise<UnprivilegedUser | undefined> {
  const ids = await Promise.all(
    ['-u', '-g'].map((flag) => runProgram('id', [flag, USER_NAME], { environment }))
  );
  const [uid, gid] = ids.map((id) => (id?.exitCode === 0 ? Number(id.output) : NaN));
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid, gid } : undefined;
}

/**
 * The user to run Elasticsearch as, which refuses to run as root; created where it is missing. Undefined where the
 * launcher is not root: then it runs as the same user.
 * @throws ElasticsearchLauncherError
 */
export async function unprivilegedUser(
  environment: Environment
): Promise<UnprivilegedUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await lookUp(environment);
  if (existing) return existing;
  const args = ['--system', '--user-group', '--no-create-home', USER_NAME];
  const result = await runProgram('useradd', args, { environment });
  const created = await lookUp(environment);
  if (created) return created;
  throw new ElasticsearchLauncherError(
    `Elasticsearch does not run as root, and the user "${USER_NAME}" could not be created ` +
      `(${result ? lastLines(result.output, 3) : 'there is no useradd'}). Create it, or start this as another user.`
  );
}

/**
 * Checks that `user` can read the home, run Java and write the folder, whatever folders stand above them.
 * @throws ElasticsearchLauncherError
 */
export async function requireAccess(
  user: UnprivilegedUser,
  { home, folder, javaHome }: { home: string; folder: string; javaHome: string | undefined },
  environment: Environment
): Promise<void> {
  const can = async (flag: string, target: string) =>
    (await runProgram('test', [flag, target], { environment, cwd: '/', ...user }))?.exitCode === 0;
  if (!(await can('-x', `${home}/bin/elasticsearch`))) {
    throw new ElasticsearchLauncherError(
      `Elasticsearch runs as the user "${USER_NAME}", who cannot read ${home}: a folder on the way is closed to others. Open it, or move Elasticsearch (ES_HOME, ANOMALY_DETECTOR_CACHE) to another place.`
    );
  }
  if (javaHome !== undefined && !(await can('-x', `${javaHome}/bin/java`))) {
    throw new ElasticsearchLauncherError(
      `Elasticsearch runs as the user "${USER_NAME}", who cannot run the Java of ${javaHome}: a folder on the way is closed to others. Open it, or set ES_JAVA_HOME to another.`
    );
  }
  if (!(await can('-w', folder))) {
    throw new ElasticsearchLauncherError(
      `Elasticsearch runs as the user "${USER_NAME}", who cannot write ${folder}: a folder on the way is closed to others. Open it, or choose another folder for the data.`
    );
  }
}
