import type { Type } from '@kbn/config-schema';

interface Options<V> {
  defaultValue?: V;
  validate?: (value: V) => string | undefined;
}

function typeOf<V>(
  name: string,
  is: (value: unknown) => value is V,
  { defaultValue, validate }: Options<V> = {}
): Type<V> {
  return {
    validate(given) {
      const value = given === undefined ? defaultValue : given;
      if (!is(value)) throw new Error(`expected ${name}, got ${JSON.stringify(given)}`);
      const fault = validate?.(value);
      if (fault) throw new Error(fault);
      return value;
    },
  };
}

/** Stands in for `@kbn/config-schema` outside Kibana: the types that the plugin's configuration uses. */
export const schema = {
  boolean: (options?: Options<boolean>): Type<boolean> =>
    typeOf('a boolean', (value) => typeof value === 'boolean', options),
  number: ({
    min = -Infinity,
    max = Infinity,
    ...options
  }: Options<number> & { min?: number; max?: number } = {}): Type<number> =>
    typeOf(
      `a number from ${min} to ${max}`,
      (value): value is number => typeof value === 'number' && value >= min && value <= max,
      options
    ),
  string: ({
    minLength = 0,
    maxLength = Infinity,
    ...options
  }: Options<string> & { minLength?: number; maxLength?: number } = {}): Type<string> =>
    typeOf(
      `a text of ${minLength} to ${maxLength} characters`,
      (value): value is string =>
        typeof value === 'string' && value.length >= minLength && value.length <= maxLength,
      options
    ),
  object: <P extends Record<string, Type<unknown>>>(
    properties: P
  ): Type<{ [K in keyof P]: P[K] extends Type<infer V> ? V : never }> => ({
    validate(given) {
      const value = (given ?? {}) as Record<string, unknown>;
      const unknown = Object.keys(value).filter((key) => !(key in properties));
      if (unknown.length > 0) throw new Error(`unknown settings: ${unknown.join(', ')}`);
      return Object.fromEntries(
        Object.entries(properties).map(([key, type]) => [key, type.validate(value[key])])
      ) as { [K in keyof P]: P[K] extends Type<infer V> ? V : never };
    },
  }),
};
