import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { findFreePorts } from '../../standalone/elasticsearch/free_ports';
import { resolveElasticsearch } from '../../standalone/elasticsearch/resolve_elasticsearch';
import { startElasticsearch } from '../../standalone/elasticsearch/start_elasticsearch';

const report = () => undefined;

const runningUrl = (): URL => new URL(process.env.TEST_ELASTICSEARCH_URL ?? '');

describe('an Elasticsearch that cannot be had', () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-launcher-'));
  });

  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  const resolve = (environment: Record<string, string | undefined>) =>
    resolveElasticsearch({ environment, report });

  /** A folder of programs that do what `scripts` say, to be the whole PATH. */
  const programs = (scripts: Record<string, string>): string => {
    const bin = path.join(folder, 'bin');
    fs.mkdirSync(bin);
    for (const [name, script] of Object.entries(scripts)) {
      fs.writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    }
    return bin;
  };

  const mavenThatSays = (output: string): Record<string, string> => ({
    ANOMALY_DETECTOR_CACHE: path.join(folder, 'cache'),
    PATH: programs({ mvn: `[ "$1" = -v ] && exit 0\necho '${output}'\nexit 1` }),
  });

  describe('ELASTICSEARCH_URL', () => {
    it('is used as it is when it answers', async () => {
      await expect(resolve({ ELASTICSEARCH_URL: runningUrl().href })).resolves.toEqual({
        kind: 'running',
        address: expect.objectContaining({ url: runningUrl().origin }) as unknown,
      });
    });

    it('is named when nothing listens there', async () => {
      const [port] = await findFreePorts(1);
      await expect(
        resolve({ ELASTICSEARCH_URL: `http://someone:secret@127.0.0.1:${port}` })
      ).rejects.toThrow(
        `Elasticsearch at http://127.0.0.1:${port} (ELASTICSEARCH_URL) cannot be used: nothing listens there.`
      );
    });

    it('is not repeated when it is no address, for it may hold a password', async () => {
      await expect(resolve({ ELASTICSEARCH_URL: 'someone:secret@localhost' })).rejects.toThrow(
        'ELASTICSEARCH_URL is no address of an Elasticsearch: give one such as "http://127.0.0.1:9200".'
      );
    });
  });

  it('names ES_HOME when it holds no Elasticsearch', async () => {
    await expect(resolve({ ES_HOME: folder })).rejects.toThrow(
      `ES_HOME is "${folder}", which holds no unpacked Elasticsearch`
    );
  });

  describe('the cache', () => {
    it('is named when it holds something else under the name of the version', async () => {
      fs.mkdirSync(path.join(folder, 'elasticsearch-8.19.21/bin'), { recursive: true });
      await expect(resolve({ ANOMALY_DETECTOR_CACHE: folder })).rejects.toThrow(
        `${folder}/elasticsearch-8.19.21 in the cache is not Elasticsearch 8.19.21, or not all of it. Delete that folder`
      );
    });

    it('is named when it cannot be written', async () => {
      const file = path.join(folder, 'file');
      fs.writeFileSync(file, '');
      await expect(resolve({ ANOMALY_DETECTOR_CACHE: file })).rejects.toThrow(
        `The cache folder ${file} cannot be written`
      );
    });
  });

  describe('the download', () => {
    it.each([
      ['without network', 'Could not transfer artifact x: unknown host', 'could not be fetched'],
      ['that is broken', 'Checksum validation failed, expected a but is b', 'is broken: delete'],
      ['that fills the disk', 'x.tmp (No space left on device)', 'There is no room'],
    ])('%s says so and leaves nothing half done', async (_case, output, message) => {
      const environment = mavenThatSays(output);
      await expect(resolve(environment)).rejects.toThrow(message);
      expect(fs.readdirSync(path.join(folder, 'cache'))).toEqual([]);
    });

    it('gives the line to type where Maven is missing and cannot be installed', async () => {
      const environment = { ANOMALY_DETECTOR_CACHE: folder, PATH: programs({}) };
      await expect(resolve(environment)).rejects.toThrow(
        'apt-get update && apt-get install -y openjdk-17-jre-headless maven'
      );
    });
  });

  it('gives the line to type where Java is missing or too old, and cannot be installed', async () => {
    const java =
      'echo "    java.home = /usr/lib/jvm/old"; echo "    java.specification.version = 11"';
    const started = startElasticsearch({
      home: folder,
      dataDir: path.join(folder, 'data'),
      environment: { PATH: programs({ java }) },
      report,
    });
    await expect(started).rejects.toThrow(
      'Elasticsearch needs Java 17, which this machine has not.'
    );
  });
});
