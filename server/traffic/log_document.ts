/** One request in an access log, in the Elastic Common Schema. What a log does not say is left out. */
export interface LogDocument {
  /** ISO 8601, UTC */
  '@timestamp': string;
  service: { name: string };
  event: {
    dataset: string;
    /** nanoseconds */
    duration?: number;
    /** the line as it stood in the log */
    original?: string;
  };
  http: {
    version?: string;
    request: { method?: string; referrer?: string };
    response: { status_code: number; body?: { bytes: number } };
  };
  url?: {
    /** without the query, and with `{id}` for identifiers, so that it has few values */
    path: string;
    /** as it was requested */
    original: string;
  };
  client?: {
    address: string;
    /** absent when the log gives a name instead of an address */
    ip?: string;
  };
  user?: { name: string };
  user_agent?: { original: string };
  host?: { name: string };
}

/** A document with the id under which it is stored: the same document always has the same id. */
export interface IdentifiedDocument {
  id: string;
  document: LogDocument;
}
