import { EuiProvider } from '@elastic/eui';
import { render, screen, waitFor } from '@testing-library/react';
import React from 'react';

import type { HttpStart } from '@kbn/core/public';

import type { PrivilegesResponse } from '../../common/access';
import { MissingPrivileges } from '../../public/app/access/missing_privileges';
import { AppServicesProvider } from '../../public/app/app_services';
import { fakeServer, refusal } from './builders/fake_server';
import { appServices } from './builders/render_page';

const PRIVILEGES = 'POST /internal/anomaly_detector/privileges';

const nothingMissing = (changed: Partial<PrivilegesResponse> = {}): PrivilegesResponse => ({
  canSave: true,
  username: 'ada',
  missing: [],
  obstacles: [],
  unchecked: [],
  ...changed,
});

const show = (http: HttpStart, { save = true, indexPattern = 'api-logs-*' } = {}) =>
  render(
    <EuiProvider colorMode="light">
      <AppServicesProvider value={appServices(http, { rights: { show: true, save } })}>
        <MissingPrivileges indexPattern={indexPattern} />
      </AppServicesProvider>
    </EuiProvider>
  );

describe('what is missing to save a detector', () => {
  it('is each privilege with its index, and a role that an administrator can make', async () => {
    const { http, seen } = fakeServer({
      [PRIVILEGES]: nothingMissing({
        canSave: false,
        missing: [{ index: 'api-anomalies', privileges: ['index', 'delete'] }],
      }),
    });
    show(http);

    expect(await screen.findByText('You cannot save this detector yet')).toBeTruthy();
    expect(screen.getByText('index, delete on api-anomalies')).toBeTruthy();
    expect(document.body.textContent).toContain('PUT _security/role/');
    expect(seen(PRIVILEGES)[0].body).toEqual({ indexPattern: 'api-logs-*' });
  });

  it('is what Kibana lacks to keep a key', async () => {
    const obstacle = 'Kibana has no key to encrypt API keys with. Set one.';
    const { http } = fakeServer({
      [PRIVILEGES]: nothingMissing({ canSave: false, obstacles: [obstacle] }),
    });
    show(http);

    expect(await screen.findByText(obstacle)).toBeTruthy();
    expect(document.body.textContent).not.toContain('PUT _security/role/');
  });

  it('is not known of other clusters, which is said', async () => {
    const { http } = fakeServer({
      [PRIVILEGES]: nothingMissing({ unchecked: ['remote:api-logs-*'] }),
    });
    show(http, { indexPattern: 'remote:api-logs-*' });

    expect(
      await screen.findByText(/Whether you may read remote:api-logs-\* is known/)
    ).toBeTruthy();
  });

  it('is not talked about when nothing is missing, or the pattern is refused', async () => {
    const { http, seen } = fakeServer({ [PRIVILEGES]: nothingMissing() });
    const { container } = show(http);
    const other = fakeServer({ [PRIVILEGES]: refusal(400, 'indexPattern is ".kibana"') });
    const refused = show(other.http, { indexPattern: '.kibana' });

    await waitFor(() => expect(seen(PRIVILEGES)).toHaveLength(1));
    await waitFor(() => expect(other.seen(PRIVILEGES)).toHaveLength(1));
    expect(container.textContent).toBe('');
    expect(refused.container.textContent).toBe('');
  });

  it('is not asked for somebody who may only look', () => {
    const { http, seen } = fakeServer({ [PRIVILEGES]: nothingMissing() });
    show(http, { save: false });
    expect(seen(PRIVILEGES)).toHaveLength(0);
  });
});
