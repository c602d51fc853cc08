import { signalNames } from '../../../common/detector';
import { ALARM_MIN_SCORE } from '../../../common/severity';
import { scoreBuckets, trainModel } from '../../../server/detection';
import type { EntityBuckets } from '../../../server/detection/types';
import { aTable, DAY, emptyBuckets, FIVE_MINUTES, HOUR, MONDAY, setLatencies } from './traffic';

const modelled = trainModel(aTable({ seed: 1, days: 14 }), {
  signals: signalNames,
  timeZone: 'UTC',
  seed: 7,
});
const noon = MONDAY + 14 * DAY + 12 * HOUR;

/** Buckets of `checkout` from noon on, with 85 requests each. */
async function scored(length: number, put: (buckets: EntityBuckets, index: number) => void) {
  const buckets = emptyBuckets('checkout', length);
  for (let index = 0; index < length; index++) {
    buckets.count[index] = 85;
    setLatencies(buckets, index, { p50: 180, p95: 400, p99: 620 });
    put(buckets, index);
  }
  const table = { from: noon, spanMs: FIVE_MINUTES, length, metrics: [], entities: [buckets] };
  return scoreBuckets(await modelled, table, { from: noon });
}

function nothingIn(buckets: EntityBuckets, index: number): void {
  buckets.count[index] = 0;
  for (const requests of buckets.latencyCounts) requests?.fill(0, index, index + 1);
}

describe('what is told of a bucket', () => {
  it('is of those before it too where they make it anomalous: response times', async () => {
    const slow = await scored(5, (buckets, index) => {
      const p95 = index < 4 ? 1800 : 450;
      setLatencies(buckets, index, { p50: 180, p95, p99: Math.max(p95, 620) });
    });
    const after = slow[4];
    expect(slow[1].description).toMatch(
      /^p9[59] response time [\d.]+ m?s, [\d.]+ times the typical/
    );
    expect(slow[1].description).not.toMatch(/minutes/);
    expect(after.recordScore).toBeGreaterThan(ALARM_MIN_SCORE);
    expect(after.actual).toBeLessThan(700);
    expect(after.description).toMatch(
      /^p9[59] response time (1[5-9]|2\d)\d\d ms, [\d.]+ times the typical \d+ ms, in (15|30) minutes$/
    );
  });

  it('is of those before it too where they make it anomalous: requests', async () => {
    const away = await scored(6, (buckets, index) => {
      if (index < 4) nothingIn(buckets, index);
      else buckets.count[index] = 70;
    });
    expect(away[3].description).toMatch(/^no requests, typically \d+ per 5 minutes$/);
    expect(away[4].actual).toBe(70);
    expect(away[4].description).toMatch(/^\d+ requests per (15|30) minutes, typically \d+$/);
  });

  it('is of those before it too where they make it anomalous: failures', async () => {
    const failing = await scored(5, (buckets, index) => {
      buckets.serverErrors[index] = index < 4 ? 40 : 1;
    });
    expect(failing[1].description).toMatch(
      /^47 % of requests failed with 5xx, typically 0\.\d+ %$/
    );
    expect(failing[4].actual).toBeCloseTo(1 / 85, 6);
    expect(failing[4].description).toMatch(
      /^(32|38) % of requests failed with 5xx, typically 0\.\d+ %, in (15|30) minutes$/
    );
  });
});
