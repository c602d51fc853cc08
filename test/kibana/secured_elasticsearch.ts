import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { findFreePorts } from '../../standalone/elasticsearch/free_ports';
import { findJavaHome } from '../../standalone/elasticsearch/java_home';

const PASSWORD = 'central-secret';

/** An Elasticsearch with TLS, a certificate of an authority of its own, and users. */
export interface SecuredElasticsearch {
  url: string;
  password: string;
  /** the file of the authority that signed its certificate */
  ca: string;
  /** the file of an authority that did not */
  otherCa: string;
  request: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  stop: () => Promise<void>;
}

const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });

function makeAuthority(folder: string, name: string): { key: string; certificate: string } {
  const [key, certificate] = ['key', 'pem'].map((ending) => path.join(folder, `${name}.${ending}`));
  openssl(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`],
    ...['-keyout', key, '-out', certificate]
  );
  return { key, certificate };
}

/** A certificate for the loopback address, signed by the authority. */
function makeCertificate(folder: string, authority: { key: string; certificate: string }) {
  const [key, request, certificate, names] = ['key', 'csr', 'crt', 'cnf'].map((ending) =>
    path.join(folder, `node.${ending}`)
  );
  fs.writeFileSync(names, 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  openssl(
    ...['req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost'],
    ...['-keyout', key, '-out', request]
  );
  openssl(
    ...['x509', '-req', '-days', '2', '-in', request, '-out', certificate, '-extfile', names],
    ...['-CA', authority.certificate, '-CAkey', authority.key, '-CAcreateserial']
  );
  return { key, certificate };
}

/** Root may not run Elasticsearch: there it is the user `elasticsearch`. */
function runningUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) =>
    Number(execFileSync('id', [flag, 'elasticsearch'], { stdio: 'pipe' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function writeConfig(home: string, folder: string, port: number): string {
  const config = path.join(folder, 'config');
  fs.cpSync(path.join(home, 'config'), config, { recursive: true });
  fs.rmSync(path.join(config, 'elasticsearch.keystore'), { force: true });
  const { key, certificate } = makeCertificate(config, makeAuthority(folder, 'central'));
  const logs = path.join(folder, 'logs');
  fs.mkdirSync(logs);
  const jvmOptions = path.join(config, 'jvm.options');
  fs.writeFileSync(
    jvmOptions,
    fs.readFileSync(jvmOptions, 'utf8').replaceAll('=logs/', `=${logs}/`)
  );
  fs.writeFileSync(
    path.join(config, 'elasticsearch.yml'),
    [
      'discovery.type: single-node',
      `path.data: ${path.join(folder, 'data')}`,
      `path.logs: ${logs}`,
      `http.port: ${port}`,
      'transport.port: 0',
      'cluster.routing.allocation.disk.threshold_enabled: false',
      'xpack.security.enabled: true',
      'xpack.security.autoconfiguration.enabled: false',
      'xpack.security.transport.ssl.enabled: false',
      'xpack.security.http.ssl.enabled: true',
      `xpack.security.http.ssl.key: ${key}`,
      `xpack.security.http.ssl.certificate: ${certificate}`,
      '',
    ].join('\n')
  );
  return config;
}

/** Starts one from `home`, in folders of its own. */
export async function startSecuredElasticsearch(home: string): Promise<SecuredElasticsearch> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-central-'));
  const [port] = await findFreePorts(1);
  const config = writeConfig(home, folder, port);
  const other = makeAuthority(folder, 'other');
  const user = runningUser();
  const environment = { ...process.env };
  delete environment.JAVA_HOME;
  const env = {
    ...environment,
    ES_PATH_CONF: config,
    ES_JAVA_OPTS: '-Xms512m -Xmx512m',
    ...(fs.existsSync(path.join(home, 'jdk'))
      ? {}
      : { ES_JAVA_HOME: await findJavaHome(process.env) }),
  };
  if (user) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, folder]);
  fs.chmodSync(folder, 0o755);
  const keystore = (args: string[], input?: string) =>
    execFileSync(path.join(home, 'bin/elasticsearch-keystore'), args, {
      input,
      env,
      stdio: 'pipe',
      ...user,
    });
  keystore(['create']);
  keystore(['add', '-x', 'bootstrap.password'], PASSWORD);
  const log = fs.openSync(path.join(folder, 'output.log'), 'w');
  const child = spawn(path.join(home, 'bin/elasticsearch'), [], {
    detached: true,
    stdio: ['ignore', log, log],
    env,
    ...user,
  });
  const ca = path.join(folder, 'central.pem');
  const request = requester(port, ca);
  await untilReady(child, () => request('GET', '/_cluster/health?wait_for_status=yellow'), folder);
  return {
    url: `https://127.0.0.1:${port}`,
    password: PASSWORD,
    ca,
    otherCa: other.certificate,
    request,
    stop: async () => {
      const ended = once(child, 'exit');
      if (child.pid !== undefined && child.exitCode === null) {
        process.kill(-child.pid, 'SIGTERM');
        await ended;
      }
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const requester =
  (port: number, ca: string) =>
  <T>(method: string, target: string, body?: unknown): Promise<T> =>
    new Promise((resolve, reject) => {
      const request = https.request(
        {
          host: '127.0.0.1',
          port,
          method,
          path: target,
          ca: fs.readFileSync(ca),
          auth: `elastic:${PASSWORD}`,
          headers: { 'content-type': 'application/x-ndjson' },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (part: string) => (text += part));
          response.on('end', () => {
            if ((response.statusCode ?? 500) < 300) resolve(JSON.parse(text) as T);
            else reject(new Error(`${method} ${target}: ${response.statusCode} ${text}`));
          });
        }
      );
      request.on('error', reject);
      request.end(typeof body === 'string' ? body : body && JSON.stringify(body));
    });

async function untilReady(
  child: ChildProcess,
  probe: () => Promise<unknown>,
  folder: string
): Promise<void> {
  let last: unknown;
  for (let second = 0; second < 180 && child.exitCode === null; second++) {
    try {
      await probe();
      return;
    } catch (error) {
      last = error;
      await delay(1_000);
    }
  }
  throw new Error(
    `The secured Elasticsearch did not become ready (${String(last)}):\n${fs.readFileSync(path.join(folder, 'output.log'), 'utf8').slice(-3_000)}`
  );
}
