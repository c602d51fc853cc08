import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const find = () => CANDIDATES.find((file) => fs.existsSync(file));

/**
 * The path of a Chromium; as root on Debian or Ubuntu it is installed where there is none.
 * @returns {string}
 */
export function requireChromium() {
  const { CHROMIUM } = process.env;
  if (CHROMIUM) {
    if (fs.existsSync(CHROMIUM)) return CHROMIUM;
    throw new Error(`CHROMIUM is ${CHROMIUM}, and there is no such file. Set it to a Chromium.`);
  }
  const found = find();
  if (found) return found;
  const byHand = 'apt-get update && apt-get install -y chromium';
  if (process.getuid?.() === 0) {
    console.log(`Installing Chromium for the browser tests: ${byHand}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [['update'], ['install', '-y', 'chromium']]) {
      spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    }
    const installed = find();
    if (installed) return installed;
  }
  throw new Error(
    `The browser tests need a Chromium. Install one (on Debian or Ubuntu: ${byHand}), or set CHROMIUM to its path.`
  );
}
