import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { makeFolder } from '../../../standalone/command_line/make_folder';
import { requireReportFolder } from '../../../standalone/command_line/report_folder';

describe('a folder that is written to', () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-folder-'));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  it('is made with those above it, and left as it is when it is there', () => {
    const wanted = path.join(folder, 'a', 'b', 'c');
    makeFolder(wanted);
    fs.writeFileSync(path.join(wanted, 'kept'), 'x');
    makeFolder(wanted);
    expect(fs.readdirSync(wanted)).toEqual(['kept']);
  });

  it('is refused where a file is in the way', () => {
    const file = path.join(folder, 'file');
    fs.writeFileSync(file, '');
    expect(() => makeFolder(path.join(file, 'below'))).toThrow('ENOTDIR');
    expect(() => requireReportFolder(file)).toThrow(
      /^The report cannot be written to ".*file" \(EEXIST.*\): name a folder that you may write in\.$/
    );
  });

  it('is refused, and not tried for ever, where the system lets nobody make one', () => {
    expect(() => requireReportFolder('/proc/anomaly-detector/report')).toThrow(
      'The report cannot be written to "/proc/anomaly-detector/report"'
    );
  });
});
