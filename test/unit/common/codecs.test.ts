import * as t from 'io-ts';

import { scoreBody } from '../../../common/api';
import {
  decodeOrThrow,
  DecodeError,
  nullable,
  numberFromText,
  oneOf,
  optional,
  strictObject,
  text,
} from '../../../common/codecs';
import { detectorSettingsCodec } from '../../../common/detector';
import { eventBody } from '../../../common/events';

const faultsOf = <A>(codec: t.Type<A>, value: unknown): string[] => {
  try {
    decodeOrThrow(codec, value);
  } catch (error) {
    if (error instanceof DecodeError) return error.faults;
  }
  return [];
};

describe('a part that may be left out', () => {
  const query = strictObject('Query', {
    size: optional(numberFromText(1, 100)),
    sort: optional(oneOf(['score', 'time'] as const)),
  });

  it('is read as if it had to be there, or is not there', () => {
    expect(decodeOrThrow(query, { size: '7' })).toMatchObject({ size: 7 });
    expect(decodeOrThrow(query, {})).toEqual({});
  });

  it('is refused with one sentence that says what is allowed', () => {
    expect(faultsOf(query, { size: '0', sort: 'name' })).toEqual([
      'size is "0": must be a number from 1 to 100',
      'sort is "name": must be one of "score", "time"',
    ]);
  });

  it('is not null', () => {
    expect(faultsOf(query, { sort: null })).toEqual([
      'sort is null: must be one of "score", "time"',
    ]);
  });

  it('is told so in requests too', () => {
    const range = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
    expect(faultsOf(scoreBody, { ...range, models: 'weekly' })).toEqual([
      'models is "weekly": must be one of "daily", "active"',
    ]);
  });
});

describe('a part that may be null', () => {
  const body = strictObject('Body', {
    entity: nullable(text(1, 20)),
    status: nullable(strictObject('Status', { field: text(1, 20) })),
    count: nullable(t.number),
  });
  const right = { entity: null, status: null, count: null };

  it('is null, or what else is allowed', () => {
    const given = { entity: 'checkout', status: { field: 'code' }, count: 2 };
    expect(decodeOrThrow(body, right)).toEqual(right);
    expect(decodeOrThrow(body, given)).toEqual(given);
  });

  it('is refused with one sentence that allows null', () => {
    expect(faultsOf(body, { ...right, entity: '' })).toEqual([
      'entity is "": must be a text of 1 to 20 characters, or null',
    ]);
    expect(faultsOf(body, { ...right, count: 'two' })).toEqual([
      'count is "two": must be number, or null',
    ]);
    expect(faultsOf(body, { ...right, status: 'code' })).toEqual([
      'status is "code": must be an object of field, or null',
    ]);
  });

  it('does not allow null where a part of it is wrong', () => {
    expect(faultsOf(body, { ...right, status: { field: '' } })).toEqual([
      'status.field is "": must be a text of 1 to 20 characters',
    ]);
  });

  it('is told so in requests too', () => {
    expect(
      faultsOf(eventBody, { time: '2026-03-01T00:00:00Z', title: 'Deploy', entity: 7 })
    ).toEqual(['entity is 7: must be a text of 1 to 3000 characters, or null']);
    expect(faultsOf(detectorSettingsCodec, { fields: { status: 'code' } })).toEqual([
      'fields.status is "code": must be an object of field, or null',
    ]);
  });
});
