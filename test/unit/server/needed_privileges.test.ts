import { neededPrivileges, remotePatterns } from '../../../server/detectors/needed_privileges';

const LOGS = ['read', 'view_index_metadata'];
const RECORDS = ['read', 'view_index_metadata', 'index', 'delete', 'create_index'];

describe('what a key is narrowed to', () => {
  it('is reading the logs, and writing the records of the space', () => {
    expect(neededPrivileges({ indexPattern: 'api-logs-a, api-logs-b-*' }, 'ops')).toEqual({
      indices: [
        { names: ['api-logs-a', 'api-logs-b-*'], privileges: LOGS },
        { names: ['api-anomalies-ops'], privileges: RECORDS },
      ],
    });
  });

  it('names the logs of another cluster as that cluster does, however the two are joined', () => {
    const watched = { indexPattern: 'api-logs-*,far:shop-*' };
    expect(neededPrivileges(watched, 'default')).toEqual({
      indices: [
        { names: ['api-logs-*'], privileges: LOGS },
        { names: ['api-anomalies'], privileges: RECORDS },
        { names: ['shop-*'], privileges: [...LOGS, 'read_cross_cluster'] },
      ],
      remote_indices: [{ clusters: ['far'], names: ['shop-*'], privileges: LOGS }],
    });
    expect(remotePatterns(watched)).toEqual(['far:shop-*']);
  });
});
