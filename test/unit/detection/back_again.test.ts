import { signalNames } from '../../../common/signal';
import { ALARM_MIN_SCORE } from '../../../common/severity';
import { scoreBuckets, trainModel } from '../../../server/detection';
import { LONGEST_WINDOW, WINDOWS } from '../../../server/detection/windows';
import { aTable, DAY, FIVE_MINUTES, HOUR, MONDAY, sliceTable, type Incident } from './traffic';

const learned = MONDAY + 14 * DAY;

describe.each([3, 12, 24, 40])('an entity that was silent for %d hours', (hours) => {
  const silence: Incident = {
    ...{ entity: 'checkout', kind: 'silent' },
    from: learned + 10 * HOUR,
    to: learned + (10 + hours) * HOUR,
  };
  const table = aTable({ seed: 6, days: 17, incidents: [silence] });

  it('is an anomaly all the time, and no surge when it is back', async () => {
    const model = await trainModel(sliceTable(table, MONDAY, learned), {
      ...{ signals: signalNames, timeZone: 'UTC', seed: 7 },
    });
    const alarms = scoreBuckets(model, table, { from: learned, minScore: ALARM_MIN_SCORE }).filter(
      ({ entity }) => entity === silence.entity
    );
    const silent = alarms.filter(({ time }) => time >= silence.from && time < silence.to);
    expect(silent.length).toBeGreaterThan(0.9 * hours * 12);
    const after = alarms.filter(({ time }) => time >= silence.to);
    expect(after.filter(({ direction }) => direction === 'high')).toEqual([]);
    // So long what is judged together holds some of the silence.
    const over = silence.to + WINDOWS[LONGEST_WINDOW] * FIVE_MINUTES;
    expect(after.filter(({ time }) => time >= over)).toEqual([]);
  });
});
