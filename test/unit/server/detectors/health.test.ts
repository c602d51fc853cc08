import { healthOf, type Condition } from '../../../../server/detectors/health';
import type { MissingField } from '../../../../server/elasticsearch/missing_fields';
import { settings } from '../../../builders/settings';

const NOW = Date.parse('2026-03-02T12:00:00.000Z');
const MINUTE = 60_000;
const ago = (minutes: number): string => new Date(NOW - minutes * MINUTE).toISOString();

const condition = (changes: Partial<Condition> = {}): Condition => ({
  trainingError: null,
  scoringError: null,
  lastTraining: null,
  lastScoring: null,
  activeModelId: 'model-1',
  bucketSpanSeconds: 300,
  scoredUpTo: ago(6),
  startedAt: ago(60),
  ingestGapSince: null,
  missingFields: [],
  ...changes,
});
const failed = (fault: string | null, since = ago(30)) => ({
  at: ago(1),
  durationMs: 10,
  buckets: 0,
  entities: 0,
  records: 0,
  error: 'It did not work.',
  fault,
  failingSince: since,
});
const kindsOf = (changes: Partial<Condition>) =>
  healthOf(settings({ bucketSpan: '5m' }), condition(changes), NOW).map(({ kind }) => kind);

describe('the health of a detector', () => {
  it('is good while it keeps its schedule', () => {
    expect(kindsOf({})).toEqual([]);
  });

  it('is good before anything was learned', () => {
    expect(kindsOf({ activeModelId: null, scoredUpTo: null })).toEqual([]);
  });

  it.each([
    ['forbidden', 'not_authorised'],
    ['not_found', 'no_data'],
    ['unavailable', 'degraded'],
    [null, 'degraded'],
  ])('tells a failure of the kind %s as %s, since when it has failed', (fault, kind) => {
    const changes = { scoringError: 'It did not work.', lastScoring: failed(fault) };
    expect(healthOf(settings(), condition(changes), NOW)).toEqual([
      { kind, message: 'It did not work.', since: ago(30) },
    ]);
  });

  it('takes the time of the last run where it is not known since when it has failed', () => {
    const lastTraining = { ...failed(null), failingSince: null };
    const [problem] = healthOf(settings(), condition({ trainingError: 'x', lastTraining }), NOW);
    expect(problem.since).toBe(ago(1));
  });

  it('is behind schedule when the checkpoint is older than span, delay and interval explain', () => {
    // 5 minutes, 1 minute, 1 minute, and 2 for Task Manager and the run itself.
    expect(kindsOf({ scoredUpTo: ago(9) })).toEqual([]);
    const [problem] = healthOf(settings(), condition({ scoredUpTo: ago(20) }), NOW);
    expect(problem).toMatchObject({ kind: 'behind_schedule', since: ago(11) });
    expect(problem.message).toContain(`everything up to ${ago(20)} is scored`);
  });

  it('has ten minutes to catch up after it was started', () => {
    expect(kindsOf({ scoredUpTo: ago(500), startedAt: ago(5) })).toEqual([]);
    expect(kindsOf({ scoredUpTo: ago(500), startedAt: ago(11) })).toEqual(['behind_schedule']);
  });

  it('takes the span of the settings where that of the model is not known, and the largest where they name none', () => {
    expect(kindsOf({ bucketSpanSeconds: null, scoredUpTo: ago(30) })).toEqual(['behind_schedule']);
    const auto = settings({ bucketSpan: 'auto' });
    const unknown = condition({ bucketSpanSeconds: null, scoredUpTo: ago(30) });
    expect(healthOf(auto, unknown, NOW)).toEqual([]);
  });

  it('tells a gap of the ingest, and after a day that there are no data', () => {
    expect(kindsOf({ ingestGapSince: ago(20) })).toEqual(['ingest_gap']);
    expect(kindsOf({ ingestGapSince: ago(25 * 60) })).toEqual(['no_data']);
  });

  it('names fields that the logs no longer have, since the first of them was missed', () => {
    const missing = (field: string, use: MissingField['use'], minutes: number): MissingField => ({
      ...{ field, use, since: ago(minutes) },
      metric: use === 'metric' ? 'cart' : null,
    });
    const [problem] = healthOf(
      settings({ indexPattern: 'api-logs-*' }),
      condition({
        missingFields: [missing('event.duration', 'latency', 90), missing('c', 'metric', 2_000)],
      }),
      NOW
    );
    expect(problem).toEqual({
      kind: 'fields_missing',
      message:
        `No log of "api-logs-*" has had a value in "event.duration" since ${ago(90)}: response times are not watched. ` +
        `No log of "api-logs-*" has had a value in "c" since ${ago(2_000)}: the metric "cart" is not watched. ` +
        'Let the logs carry it again, or name another field in the settings of the detector.',
      since: ago(2_000),
    });
    // Logs without the field that names the entity are no gap of the ingest.
    const missingFields = [missing('service.name', 'entity', 30)];
    expect(kindsOf({ missingFields, ingestGapSince: ago(20) })).toEqual(['fields_missing']);
  });

  it('puts the worst first, and names each kind once', () => {
    expect(
      kindsOf({
        scoredUpTo: ago(50),
        trainingError: 'It did not work.',
        lastTraining: failed(null),
        scoringError: 'It did not work.',
        lastScoring: failed('forbidden'),
      })
    ).toEqual(['not_authorised', 'degraded', 'behind_schedule']);
  });
});
