import { paths } from '../../../common/api';
import { matching } from '../../builders/matching';
import { QuietShop, TROUBLE } from './quiet_shop';
import { HOUR, iso } from './shop_traffic';

describe('feedback', () => {
  const shop = new QuietShop();
  const { api, path, feedback, quietTimes, score, records, alarms, suppressed } = shop;

  beforeAll(() => shop.openWithAlarms());
  /** Each test begins with nothing quiet. */
  afterEach(() => shop.unquiet());
  afterAll(() => shop.close());

  it('makes records no alarms, by their ids, and they are still shown', async () => {
    const before = await alarms();
    expect(before.length).toBeGreaterThan(5);
    const answer = await feedback({
      recordIds: before.map((record) => record.id),
      feedback: 'expected',
      note: 'load test',
    });
    expect(answer).toMatchObject({ updatedRecords: before.length, isApplying: false });
    expect(await alarms()).toEqual([]);
    expect(await suppressed()).toEqual(
      before.map((record) => ({
        ...record,
        feedback: 'expected',
        is_suppressed: true,
        suppressed_by: 'expected',
        suppressed_reason: 'load test',
      }))
    );
  });

  it('survives rescoring, and is not counted among the alarms of a run', async () => {
    const before = await alarms();
    await feedback({ recordIds: before.map((each) => each.id), feedback: 'expected' });
    const run = await score();
    expect(run).toMatchObject({ state: 'done', alarms: 0 });
    expect(run.records).toBeGreaterThanOrEqual(before.length);
    expect((await suppressed()).map((each) => each.id)).toEqual(before.map((each) => each.id));
  });

  it('is taken back for one record, and holds for the others', async () => {
    const [taken, ...others] = await alarms();
    await feedback({
      recordIds: [taken, ...others].map((each) => each.id),
      feedback: 'expected',
    });
    const answer = await feedback({ recordIds: [taken.id], feedback: null });
    expect(answer.updatedRecords).toBe(1);
    expect(await alarms()).toEqual([taken]);
    expect(await suppressed()).toHaveLength(others.length);
  });

  it('is given for a time of an entity, and no record outside of it changes', async () => {
    const all = await records();
    const half = iso(TROUBLE.from + HOUR / 2);
    await feedback({ entity: 'pay', from: iso(TROUBLE.from), to: half, feedback: 'expected' });
    const quiet = await suppressed();
    expect(quiet.length).toBeGreaterThan(2);
    for (const { entity, '@timestamp': time } of quiet) {
      expect(entity).toBe('pay');
      expect(time < half).toBe(true);
    }
    expect(await records()).toHaveLength(all.length);
  });

  it('is given for an incident from its first record to the end of its last', async () => {
    const incidentId = (await alarms())[0].incident_id!;
    const ofIt = (await records()).filter(({ incident_id: each }) => each === incidentId);
    const [first, last] = [ofIt[ofIt.length - 1], ofIt[0]];
    const { expected } = await feedback({ incidentId, feedback: 'expected' });
    expect(expected).toEqual([
      expect.objectContaining({
        entity: 'pay',
        from: first['@timestamp'],
        to: iso(Date.parse(last['@timestamp']) + 300_000),
      }),
    ]);
    expect(await alarms()).toEqual([]);
  });

  it('keeps what several people say at once', async () => {
    const hour = (number: number) => iso(TROUBLE.from + number * HOUR);
    await Promise.all(
      [1, 3, 5, 7, 9].map((number) =>
        feedback({
          entity: 'pay',
          from: hour(number),
          to: hour(number + 1),
          feedback: 'expected',
        })
      )
    );
    expect((await quietTimes()).expected).toHaveLength(5);
  });

  it.each([
    [{ feedback: 'expected' }, 400, /^Say what the feedback is about in one of three ways/],
    [
      { feedback: 'expected', recordIds: ['a'], incidentId: 'b' },
      400,
      /^Say what the feedback is about in one of three ways/,
    ],
    [{ feedback: 'expected', entity: 'pay' }, 400, /"entity" with "from" and "to"\.$/],
    [
      { feedback: 'expected', recordIds: ['gone'] },
      404,
      /^1 of 1 records are not there, among them "gone"/,
    ],
    [
      { feedback: 'expected', incidentId: 'gone' },
      404,
      /^This detector has no records of an incident "gone"/,
    ],
  ])('refuses %j in words', async (body, status, message) => {
    expect(await api.refused('POST', path(paths.feedback), body)).toEqual({
      status,
      message: matching(message),
    });
  });
});
