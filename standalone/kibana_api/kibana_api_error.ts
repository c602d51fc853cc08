/** Why Kibana did not do what was asked of it, in a sentence for people. */
export class KibanaApiError extends Error {
  constructor(
    message: string,
    /** of the answer; undefined when there was none */
    readonly status?: number
  ) {
    super(message);
    this.name = 'KibanaApiError';
  }
}

/** In words what came of a request that was not answered. */
export function describeNoAnswer(error: unknown, url: string): KibanaApiError {
  const { message, cause } = error as {
    message: string;
    cause?: { code?: string; message?: string };
  };
  const why = cause?.message || cause?.code || message;
  if ((error as Error).name === 'TimeoutError') {
    return new KibanaApiError(`Kibana at ${url} did not answer in time. Is it overloaded?`);
  }
  if (cause?.code === 'ECONNREFUSED') {
    return new KibanaApiError(
      `Nothing listens at ${url}: is Kibana running, and is the address right? Give it with --url.`
    );
  }
  if (/certificate|altnames|CERT_|self.signed/i.test(why)) {
    return new KibanaApiError(
      `The certificate of Kibana at ${url} is not trusted (${why}): set NODE_EXTRA_CA_CERTS to the file of the authority that signed it.`
    );
  }
  if (/wrong version number|EPROTO|packet length|ssl/i.test(why)) {
    return new KibanaApiError(
      `There is no TLS at ${url}: should the address begin with http:// instead of https://?`
    );
  }
  return new KibanaApiError(
    `Kibana at ${url} cannot be reached (${why}): is it running, and is the address right? Give it with --url.`
  );
}

/** In words what an answer that is no success means. */
export function describeRefusal(
  status: number,
  body: unknown,
  { url, space }: { url: string; space?: string }
): KibanaApiError {
  const said = messageIn(body);
  const refused = (message: string) => new KibanaApiError(message, status);
  if (said === undefined) return describeStranger(url, status);
  if (status === 401) {
    return refused(
      `Kibana at ${url} does not accept the credentials, or wants some (401): give --username, or set KIBANA_USERNAME and KIBANA_PASSWORD, or KIBANA_API_KEY.`
    );
  }
  if (status === 403) {
    return refused(
      `This may not be done in ${space ? `the space "${space}" of ` : ''}Kibana at ${url} (403): it takes the Kibana privilege "Anomaly Detector" - "Read" to look, "All" to change. Kibana says: ${said}`
    );
  }
  // Kibana's own words for a path that it does not know.
  if (status === 404 && said === 'Not Found') {
    return refused(
      `Kibana at ${url} has no Anomaly Detector (404): is the plugin installed and enabled there${space ? `, and is there a space "${space}"` : ''}?`
    );
  }
  return refused(said);
}

/** What answers is something else than Kibana. */
export const describeStranger = (url: string, status: number): KibanaApiError =>
  new KibanaApiError(
    `What answers at ${url} (status ${status}) is not Kibana: check the address given with --url, with its base path if Kibana has one.`,
    status
  );

function messageIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('message' in body)) return undefined;
  return typeof body.message === 'string' ? body.message : undefined;
}
