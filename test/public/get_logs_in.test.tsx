import { fireEvent, screen, waitFor } from '@testing-library/react';

import { transpileModule } from 'typescript';
import { parseDocument } from 'yaml';

import { snippets } from '../../public/app/get_logs_in/snippets';
import { fakeServer, refusal } from './builders/fake_server';
import { describedLogs } from './builders/logs';
import { renderPage } from './builders/render_page';

const LOGS = 'POST /internal/anomaly_detector/logs/_describe';

const opened = (answer: unknown) => {
  const server = fakeServer({ [LOGS]: answer });
  renderPage(server.http, { path: '/get-logs-in' });
  return server;
};

const none = {
  faults: [{ setting: 'indexPattern', message: 'There is no such index.' }],
  logs: null,
};

/** What a program would say that reads it; undefined where it is understood. */
const faultOf: Record<string, (text: string) => unknown> = {
  yaml: (text) => parseDocument(text).errors[0]?.message,
  javascript: (text) =>
    transpileModule(text, { reportDiagnostics: true, fileName: 'snippet.js' }).diagnostics?.[0]
      ?.messageText,
  json: (text) => {
    const [request, ...body] = text.split('\n');
    return /^PUT \S+$/.test(request) && typeof JSON.parse(body.join('\n')) === 'object'
      ? undefined
      : 'no request of the Dev Tools';
  },
};

describe('what the page says to write', () => {
  it.each(snippets.filter(({ language }) => language in faultOf))(
    'for $name can be read as $language',
    ({ language, text }) => expect(faultOf[language](text)).toBeUndefined()
  );

  it('is told from what cannot be read', () => {
    expect(faultOf.yaml('a: { b: c["d"], e: f }')).toBeTruthy();
    expect(faultOf.javascript('const = 1;')).toBeTruthy();
  });
});

describe('the page for getting logs in', () => {
  it.each(snippets)('says what to write for $name', ({ name, file }) => {
    opened({});
    fireEvent.click(screen.getByRole('tab', { name }));
    expect(screen.getByText(file)).toBeTruthy();
  });

  it('says that logs arrive, and which of their fields are found', async () => {
    const found = { ...describedLogs().found, status: null };
    const { seen } = opened(describedLogs({ found }, { total: 1_234 }));
    fireEvent.click(screen.getByText('Check what arrives'));
    expect(await screen.findByText(/1,234 logs have arrived, the newest at/)).toBeTruthy();
    expect(screen.getByText('event.duration (ns)')).toBeTruthy();
    expect(screen.getByText('not found')).toBeTruthy();
    expect(seen(LOGS).map(({ body }) => body)).toEqual([{ indexPattern: 'api-logs-*' }]);
  });

  it('says that a field is mapped, but that no recent log has it, or only some', async () => {
    const filled = {
      'service.name': 1_500,
      'http.response.status_code': 900,
      'event.duration': 0,
      took: 0,
    };
    opened(describedLogs({ recent: { logs: 1_500, filled } }));
    fireEvent.click(screen.getByText('Check what arrives'));
    expect(
      await screen.findByText(
        'event.duration (ns): mapped, but no log of the last 24 hours has it (1,500 logs looked at)'
      )
    ).toBeTruthy();
    expect(screen.getByText('service.name')).toBeTruthy();
    expect(
      screen.getByText('http.response.status_code, in 900 of the 1,500 logs of the last 24 hours')
    ).toBeTruthy();
    expect(
      screen.getByText(
        /^Mapped, but no log of the last 24 hours has a value there, so passed over: took\.$/
      )
    ).toBeTruthy();
  });

  it('looks again with the service field that the logs have', async () => {
    const found = { ...describedLogs().found, entityField: 'host.name' };
    const { seen } = opened(({ body }: { body: unknown }) =>
      (body as { entityFields?: string[] }).entityFields
        ? describedLogs({ found })
        : describedLogs({
            found,
            recent: { logs: 5, filled: { 'service.name': 0, 'host.name': 5 } },
          })
    );
    fireEvent.click(screen.getByText('Check what arrives'));
    expect(await screen.findByText('host.name')).toBeTruthy();
    expect(seen(LOGS)[1].body).toEqual({ indexPattern: 'api-logs-*', entityFields: ['host.name'] });
  });

  it('says why none are found', async () => {
    opened(describedLogs(none));
    fireEvent.click(screen.getByText('Check what arrives'));
    expect(await screen.findByText('There is no such index.')).toBeTruthy();
  });

  it('says why it could not be checked', async () => {
    opened(refusal(403, 'A privilege is missing.'));
    fireEvent.click(screen.getByText('Check what arrives'));
    await waitFor(() => expect(screen.getByText('A privilege is missing.')).toBeTruthy());
  });
});
