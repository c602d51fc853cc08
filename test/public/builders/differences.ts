import type { Difference, DifferencesResponse } from '../../../common/differences';

export const aDifference = (changed: Partial<Difference> = {}): Difference => ({
  field: 'host.name',
  value: 'web-3',
  share: 0.82,
  usualShare: 0.09,
  lift: 9.1,
  count: 41,
  significance: 1e-12,
  sentence: '82 % of the server errors (5xx) come from host.name: web-3, usually 9 %',
  also: [],
  ...changed,
});

/** Nothing stands out, unless it is given. */
export const theDifferences = (
  changed: Partial<DifferencesResponse> = {}
): DifferencesResponse => ({
  began: '2026-03-01T10:00:00.000Z',
  direction: 'high',
  entityValues: { 'service.name': 'checkout' },
  foreground: {
    description: 'server errors (5xx) of checkout',
    logs: 50,
    from: '2026-03-01T10:05:00.000Z',
    to: '2026-03-01T10:10:00.000Z',
    restriction: { field: 'http.response.status_code', gte: 500, lt: 600 },
  },
  background: { description: 'its server errors (5xx) of the 24 hours before', logs: 340 },
  differences: [],
  examinedFields: ['host.name', 'client.ip'],
  omittedFields: [],
  tookMs: 120,
  notices: [],
  ...changed,
});
