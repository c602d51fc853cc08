import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

import yazl from 'yazl';

const run = promisify(execFile);
const root = path.resolve(__dirname, '../..');

/** Replaces a file instead of writing into it: the copy shares its files with the Kibana that it was made of. */
function replaceFile(file: string, content: string): void {
  fs.rmSync(file);
  fs.writeFileSync(file, content);
}

/** A copy of a Kibana that can be changed, and deleted again. */
export class CopiedKibana {
  private constructor(readonly home: string) {}

  /** The files are shared with the original, which stays as it is. */
  static async of(original: string): Promise<CopiedKibana> {
    const home = `${original}-copy`;
    fs.rmSync(home, { recursive: true, force: true });
    await run('cp', ['-al', original, home]);
    fs.rmSync(path.join(home, 'plugins'), { recursive: true, force: true });
    fs.mkdirSync(path.join(home, 'plugins'));
    return new CopiedKibana(home);
  }

  get version(): string {
    const manifest = JSON.parse(fs.readFileSync(path.join(this.home, 'package.json'), 'utf8')) as {
      version: string;
    };
    return manifest.version;
  }

  /** Makes it the Kibana of the next patch release, as far as Kibana itself can tell. */
  raiseVersion(): void {
    const file = path.join(this.home, 'package.json');
    const manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as { version: string };
    const [major, minor, patch] = manifest.version.split('.').map(Number);
    const version = `${major}.${minor}.${patch + 1}`;
    replaceFile(file, JSON.stringify({ ...manifest, version }, null, 2));
  }

  async remove(plugin: string): Promise<void> {
    await run(path.join(this.home, 'bin/kibana-plugin'), ['remove', plugin]);
  }

  async install(zip: string): Promise<void> {
    await run(path.join(this.home, 'bin/kibana-plugin'), ['install', `file://${zip}`]);
  }

  delete(): void {
    fs.rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * The plugin's zip, stamped for a version of Kibana that the build itself refuses because nobody has tried it.
 * @param built for which version it is really built
 */
export async function zipFor(kibanaVersion: string, built: string): Promise<string> {
  const outDir = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-zip-'));
  await run(
    process.execPath,
    [
      path.join(root, 'scripts/build.mjs'),
      ...['--kibana-version', built, '--plugin-version', `0.1.0-${Date.now()}`, '--out', outDir],
    ],
    { cwd: root }
  );
  const stage = path.join(outDir, 'stage/anomalyDetector');
  const manifest = path.join(stage, 'kibana.json');
  const content = JSON.parse(fs.readFileSync(manifest, 'utf8')) as object;
  fs.writeFileSync(manifest, JSON.stringify({ ...content, kibanaVersion }));
  const archive = new yazl.ZipFile();
  const files = fs
    .readdirSync(stage, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile());
  for (const { parentPath, name } of files) {
    const file = path.join(parentPath, name);
    const inside = path.relative(stage, file).split(path.sep).join('/');
    archive.addFile(file, `kibana/anomalyDetector/${inside}`, { mode: 0o100644 });
  }
  archive.end();
  const zip = path.join(outDir, 'plugin.zip');
  await pipeline(archive.outputStream, fs.createWriteStream(zip));
  return zip;
}
