import { EuiProvider } from '@elastic/eui';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import React from 'react';

import type { HttpStart } from '@kbn/core/public';

import type { PrivilegesResponse } from '../../common/access';
import { DetectorAccess } from '../../public/app/access/detector_access';
import { MissingPrivileges } from '../../public/app/access/missing_privileges';
import { NotAuthorised } from '../../public/app/access/not_authorised';
import { AppServicesProvider, type AppServices } from '../../public/app/app_services';
import { aDetector } from './builders/detector';
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

const AUTHORIZE = 'POST /api/anomaly_detector/detectors/{id}/_authorize';

const showAccess = (element: React.ReactElement, http: HttpStart, changed: Partial<AppServices>) =>
  render(
    <EuiProvider colorMode="light">
      <AppServicesProvider value={appServices(http, changed)}>{element}</AppServicesProvider>
    </EuiProvider>
  );

describe('whose rights a detector has', () => {
  it('are said with the key, since when, and that it keeps them', () => {
    const { http } = fakeServer({});
    showAccess(<DetectorAccess detector={aDetector()} onChanged={() => {}} />, http, {});

    expect(screen.getByText('ada')).toBeTruthy();
    expect(screen.getByText('Anomaly Detector: API logs (6b1187b6)')).toBeTruthy();
    expect(screen.getByText('2026-02-01 00:00')).toBeTruthy();
    expect(screen.getByText(/It keeps them when the owner loses them/)).toBeTruthy();
  });

  it('are those of a key of the owner’s where the detector was saved with one', () => {
    const owner = { ...aDetector().owner, keyKind: 'own' as const, keyName: null };
    const { http } = fakeServer({});
    showAccess(<DetectorAccess detector={aDetector({ owner })} onChanged={() => {}} />, http, {});

    expect(screen.getByText("The owner's own API key, key-1")).toBeTruthy();
    expect(screen.getByText(/When the key is revoked or expires/)).toBeTruthy();
  });

  it('become those of the user with one click, who is told', async () => {
    const { http, seen } = fakeServer({
      [AUTHORIZE]: aDetector({ owner: { ...aDetector().owner, username: 'grace' } }),
    });
    const told: unknown[] = [];
    const toasts = { ...appServices(http).toasts, addSuccess: (text: unknown) => told.push(text) };
    let changed = 0;
    showAccess(
      <NotAuthorised
        detector={aDetector()}
        message="The detector runs with the rights of ada, which lack read."
        onChanged={() => changed++}
      />,
      http,
      { toasts }
    );

    expect(screen.getByText(/which lack read/)).toBeTruthy();
    fireEvent.click(screen.getByText('Re-authorise'));

    await waitFor(() => expect(changed).toBe(1));
    expect(seen(AUTHORIZE)).toHaveLength(1);
    expect(told).toEqual(['"API logs" runs with the rights of grace from now on']);
  });

  it("stay when the user's do not suffice, which is said in the server's words", async () => {
    const { http } = fakeServer({ [AUTHORIZE]: refusal(403, 'You lack read on "api-logs-*".') });
    const dangers: unknown[] = [];
    const toasts = {
      ...appServices(http).toasts,
      addDanger: (text: unknown) => dangers.push(text),
    };
    let changed = 0;
    showAccess(<DetectorAccess detector={aDetector()} onChanged={() => changed++} />, http, {
      toasts,
    });

    fireEvent.click(screen.getByText('Re-authorise'));

    await waitFor(() => expect(dangers).toHaveLength(1));
    expect(dangers[0]).toMatchObject({ text: 'You lack read on "api-logs-*".' });
    expect(changed).toBe(0);
  });

  it('cannot be changed by who may only look, nor with security off', () => {
    const { http } = fakeServer({});
    const rights = { show: true, save: false };
    showAccess(<DetectorAccess detector={aDetector()} onChanged={() => {}} />, http, { rights });
    const nobody = {
      username: null,
      keyKind: 'none' as const,
      keyId: null,
      keyName: null,
      since: null,
    };
    showAccess(
      <DetectorAccess detector={aDetector({ owner: nobody })} onChanged={() => {}} />,
      http,
      {}
    );

    expect(screen.queryByText('Re-authorise')).toBeNull();
    expect(screen.getByText('Nobody: security is off')).toBeTruthy();
  });
});
