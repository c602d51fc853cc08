import * as t from 'io-ts';

import {
  duration,
  integer,
  list,
  nullable,
  numberFromText,
  oneOf,
  optional,
  strictObject,
  text,
  withDefault,
} from '../../../../common/codecs';
import { metricCodec } from '../../../../common/metric';
import { refined, tagged } from '../../../../common/tagged';
import { schemaOf } from '../../../../standalone/api_reference/codec_schema';

describe('the schema of a codec', () => {
  it('has the bounds of texts, numbers and lists', () => {
    expect(schemaOf(text(1, 20))).toMatchObject({ type: 'string', minLength: 1, maxLength: 20 });
    expect(schemaOf(integer(2, 9))).toEqual({ type: 'integer', minimum: 2, maximum: 9 });
    expect(schemaOf(numberFromText(0, 100))).toEqual({ type: 'number', minimum: 0, maximum: 100 });
    expect(schemaOf(list(integer(1, 5), 1, 3))).toMatchObject({
      minItems: 1,
      maxItems: 3,
      uniqueItems: true,
      items: { type: 'integer' },
    });
  });

  it('says in words what no schema can say', () => {
    expect(schemaOf(duration('1m', '1d'))).toMatchObject({
      type: 'string',
      description: 'Must be a duration from 1m to 1d, such as "5m".',
    });
    expect(
      schemaOf(refined(t.string, 'a word that reads the same backwards', () => true))
    ).toMatchObject({ description: 'Must be a word that reads the same backwards.' });
  });

  it('wants the properties that may not be left out, and refuses those that are not known', () => {
    const codec = strictObject('Thing', {
      name: text(1, 5),
      note: optional(t.string),
      kind: withDefault(oneOf(['a', 'b'] as const), 'a'),
      owner: nullable(t.string),
    });
    expect(schemaOf(codec)).toEqual({
      type: 'object',
      properties: {
        name: expect.objectContaining({ type: 'string' }) as unknown,
        note: { type: 'string' },
        kind: { type: 'string', enum: ['a', 'b'], default: 'a' },
        owner: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      },
      required: ['name', 'owner'],
      additionalProperties: false,
    });
  });

  it('lists the shapes of which one is meant', () => {
    const codec = tagged('kind', {
      once: t.type({ kind: t.literal('once') }),
      daily: t.type({ kind: t.literal('daily') }),
    });
    expect(schemaOf(codec)).toMatchObject({
      oneOf: [
        { properties: { kind: { const: 'once' } } },
        { properties: { kind: { const: 'daily' } } },
      ],
    });
  });

  it('takes texts that are the only ones allowed together', () => {
    expect(schemaOf(t.union([t.literal('true'), t.literal('false'), t.undefined]))).toEqual({
      enum: ['true', 'false'],
    });
  });

  it('has a condition where one property depends on another', () => {
    expect(schemaOf(metricCodec)).toMatchObject({
      if: { properties: { aggregation: { const: 'percentile' } } },
      then: { required: ['percent'] },
    });
  });

  it('is refused for a codec that says nothing of itself', () => {
    const own = new t.Type<string>('Own', t.string.is, t.string.validate, t.identity);
    expect(() => schemaOf(own)).toThrow('The codec "Own" does not say what it takes');
  });
});
