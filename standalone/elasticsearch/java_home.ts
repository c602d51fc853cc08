import path from 'node:path';

import { type Environment } from './launcher_error';
import { runProgram } from './run_program';

/** The oldest Java that Elasticsearch 8 runs on. */
export const OLDEST_JAVA = 17;

interface Java {
  home: string;
  version: number;
}

async function describeJava(program: string, environment: Environment): Promise<Java | undefined> {
  const result = await runProgram(program, ['-XshowSettings:properties', '-version'], {
    environment,
  }).catch(() => undefined);
  const home = /^\s*java\.home = (.+)$/m.exec(result?.output ?? '')?.[1];
  const version = /^\s*java\.specification\.version = (?:1\.)?(\d+)/m.exec(
    result?.output ?? ''
  )?.[1];
  return home && version ? { home: home.trim(), version: Number(version) } : undefined;
}

/**
 * The home of a Java that Elasticsearch runs on: the first of ES_JAVA_HOME, JAVA_HOME and `java` in the PATH that is
 * new enough; undefined when none is.
 */
export async function findJavaHome(environment: Environment): Promise<string | undefined> {
  const programs = [environment.ES_JAVA_HOME, environment.JAVA_HOME]
    .filter((home): home is string => Boolean(home))
    .map((home) => path.join(home, 'bin/java'));
  for (const program of [...programs, 'java']) {
    const java = await describeJava(program, environment);
    if (java && java.version >= OLDEST_JAVA) return java.home;
  }
  return undefined;
}
