const PUBLIC_VERSION = /^\d{4}-\d{2}-\d{2}$/;
const INTERNAL_VERSION = /^[1-9]\d*$/;

export const VERSION_HEADER = 'elastic-api-version';

type Choice = { version: string; fault?: undefined } | { version?: undefined; fault: string };

/**
 * The version of a route that answers a request, by Kibana's rules: a public route takes its oldest
 * version where none is sent, an internal one insists on the header.
 */
export function chooseVersion(
  access: 'public' | 'internal',
  available: string[],
  sent: string | undefined
): Choice {
  const listed = `[${available.join(', ')}]`;
  const version = sent ?? (access === 'public' ? [...available].sort()[0] : undefined);
  if (version === undefined) {
    return {
      fault: `Please specify a version via ${VERSION_HEADER} header. Available versions: ${listed}`,
    };
  }
  const fault = faultOfVersion(access, version);
  if (fault) return { fault };
  if (!available.includes(version)) {
    return { fault: `No version "${version}" available. Available versions are: ${listed}` };
  }
  return { version };
}

/** Why a version cannot be one of a route with this access; `undefined` when it can. */
export function faultOfVersion(access: 'public' | 'internal', version: string): string | undefined {
  if (access === 'public') {
    return PUBLIC_VERSION.test(version)
      ? undefined
      : `Invalid version. Received "${version}", expected a valid date string formatted as YYYY-MM-DD.`;
  }
  return INTERNAL_VERSION.test(version)
    ? undefined
    : `Invalid version number. Received "${version}", expected a string containing _only_ a finite, whole number greater than 0.`;
}
