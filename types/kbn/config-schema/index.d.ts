/** A validated piece of `kibana.yml`. */
export interface Type<V> {
  validate(value: unknown): V;
}

interface Options<V> {
  defaultValue?: V;
  validate?: (value: V) => string | undefined;
}

export const schema: {
  boolean(options?: Options<boolean>): Type<boolean>;
  number(options?: Options<number> & { min?: number; max?: number }): Type<number>;
  string(options?: Options<string> & { minLength?: number; maxLength?: number }): Type<string>;
  object<P extends Record<string, Type<unknown>>>(
    properties: P
  ): Type<{ [K in keyof P]: P[K] extends Type<infer V> ? V : never }>;
};
