import fs from 'node:fs';

const MEGABYTE = 1024 * 1024;

/**
 * Checks that there is room where Elasticsearch is going to write: on a full disk it starts and then fails slowly.
 * @param folder which exists
 * @param neededMb megabytes
 * @throws Error with a sentence for people
 */
export function requireRoom(folder: string, neededMb: number): void {
  const { bavail, bsize } = fs.statfsSync(folder);
  const freeMb = Math.floor((bavail * bsize) / MEGABYTE);
  if (freeMb >= neededMb) return;
  throw new Error(
    `There is no room for the data in ${folder}: ${freeMb} MB are free, ${neededMb} MB are needed. Free some, or give a folder on another disk with --data.`
  );
}
