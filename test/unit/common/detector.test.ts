import { decodeOrThrow, DecodeError } from '../../../common/codecs';
import { detectorSettingsCodec } from '../../../common/detector';

const faultsOf = (value: unknown): string[] => {
  try {
    decodeOrThrow(detectorSettingsCodec, value);
  } catch (error) {
    if (error instanceof DecodeError) return error.faults;
  }
  return [];
};

describe('detector settings', () => {
  it('makes a detector of api-logs-* out of nothing', () => {
    expect(decodeOrThrow(detectorSettingsCodec, {})).toMatchObject({
      name: 'API logs',
      indexPattern: 'api-logs-*',
      timeField: '@timestamp',
      entityFields: ['service.name'],
      bucketSpan: 'auto',
      sensitivity: 'medium',
      schedule: { scoreEvery: '1m', trainEvery: '1d', trainingWindow: '28d' },
    });
  });

  it('keeps what is given and fills in the rest, also inside the schedule', () => {
    const { schedule } = decodeOrThrow(detectorSettingsCodec, { schedule: { scoreEvery: '5m' } });
    expect(schedule).toEqual({ scoreEvery: '5m', trainEvery: '1d', trainingWindow: '28d' });
  });

  it('survives being stored and read again', () => {
    const settings = decodeOrThrow(detectorSettingsCodec, { fields: { latency: null } });
    expect(decodeOrThrow(detectorSettingsCodec, JSON.parse(JSON.stringify(settings)))).toEqual(
      settings
    );
  });

  it.each([
    [{ bucketSpan: '7m' }, 'bucketSpan is "7m": must be one of "auto", "1m", "5m"'],
    [{ timeZone: 'Europe/Brelin' }, 'must be an IANA time zone, such as "Europe/Berlin"'],
    [{ entityFields: [] }, 'entityFields is []: must be a list of 1 to 3 different items'],
    [{ entityFields: ['a', 'a'] }, 'must be a list of 1 to 3 different items'],
    [{ name: ' ' }, 'name is " ": must be a text of 1 to 100 characters'],
    [
      { schedule: { scoreEvery: '1s' } },
      'schedule.scoreEvery is "1s": must be a duration from 30s',
    ],
    [{ maxEntities: 1.5 }, 'maxEntities is 1.5: must be a whole number from 1 to 10000'],
    [{ fields: { latency: { field: 'x', unit: 'h' } } }, 'must be one of "ns", "us", "ms", "s"'],
    [{ nmae: 'x' }, 'nmae is "x": must be left out: it is not known here, known are name,'],
    [[], 'the value is []'],
    ['text', 'the value is "text"'],
  ])('says of %j what is wrong and what is allowed', (given, words) => {
    expect(faultsOf(given).join('; ')).toContain(words);
  });

  it.each([
    '.kibana*',
    '*',
    '_all',
    '-api',
    'api-logs-*,.security',
    'remote:*',
    'remote:.kibana',
    'remote:other:.kibana',
    '-remote:api-logs',
    '<.kibana>',
    'remote:<.kibana-{now/d}>',
    '',
  ])('refuses to watch "%s"', (indexPattern) => {
    expect(faultsOf({ indexPattern }).join()).toContain('index names or patterns');
  });

  it.each(['api-logs-*', 'a,b', 'remote:api-logs-*'])('may watch "%s"', (indexPattern) => {
    expect(faultsOf({ indexPattern })).toEqual([]);
  });
});
