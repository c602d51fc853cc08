/** A decoded JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The value at a path of names joined by dots, whether the object is nested, or its names hold the dots, or both.
 * @example valueAt({ http: { 'response.status': 200 } }, 'http.response.status') // 200
 */
export function valueAt(object: JsonObject, path: string): unknown {
  if (Object.hasOwn(object, path)) return object[path];
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    const inner = Object.hasOwn(object, head) ? object[head] : undefined;
    const value = isObject(inner) ? valueAt(inner, path.slice(dot + 1)) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Sets the value at a path, making the objects on the way; what is no object there gives way. */
export function setAt(object: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop() ?? path;
  let place = object;
  for (const name of names) {
    const inner = place[name];
    const next = isObject(inner) ? (inner as Record<string, unknown>) : {};
    place[name] = next;
    place = next;
  }
  place[last] = value;
}
