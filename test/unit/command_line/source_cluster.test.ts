import {
  findSourceCluster,
  type SourceClusterOptions,
} from '../../../standalone/command_line/source_cluster';

const find = (options: SourceClusterOptions, environment: Record<string, string> = {}) =>
  findSourceCluster(options, {
    environment,
    stdout: { write: () => undefined },
    stderr: { write: () => undefined },
    now: () => new Date(0),
    onInterrupt: () => () => undefined,
    askSecret: (question) => Promise.resolve(`typed after "${question}"`),
  });

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('the Elasticsearch that logs are read from', () => {
  it.each([
    ['shop:' + base64('eu.cloud.example$abc123$def456'), 'https://abc123.eu.cloud.example'],
    ['shop:' + base64('eu.cloud.example:9243$abc123$'), 'https://abc123.eu.cloud.example:9243'],
    [base64('eu.cloud.example:443$abc123'), 'https://abc123.eu.cloud.example'],
  ])('is found by the id of a deployment in the cloud', async (cloudId, url) => {
    expect((await find({ cloudId })).url).toBe(url);
  });

  it.each(['shop', 'shop:bm90aGluZw==', 'shop:' + base64('$abc'), 'shop:' + base64('a b$c')])(
    'is not found by %j',
    async (cloudId) => {
      await expect(find({ cloudId })).rejects.toThrow('--cloud-id is no id of a deployment');
    }
  );

  it('is signed in to with what the environment holds, apart from where logs are written', async () => {
    const from = 'https://central.example:9200';
    const environment = { ELASTICSEARCH_API_KEY: 'other', SOURCE_API_KEY: 'key' };
    expect(await find({ from }, environment)).toEqual({
      url: from,
      credentials: { kind: 'apiKey', apiKey: 'key' },
    });
    expect((await find({ from }, { ELASTICSEARCH_API_KEY: 'other' })).credentials.kind).toBe(
      'none'
    );
  });

  it('has the secret asked for that is missing', async () => {
    const from = 'https://central.example:9200';
    expect((await find({ from, fromUsername: 'reader' })).credentials).toEqual({
      kind: 'password',
      username: 'reader',
      password: 'typed after "Password of reader at the source: "',
    });
    expect((await find({ from, fromApiKey: true })).credentials).toEqual({
      kind: 'apiKey',
      apiKey: 'typed after "API key of the source: "',
    });
  });

  it('is refused with a password in its address, which is not repeated', async () => {
    const refused = find({ from: 'https://bob:secret@central.example' });
    await expect(refused).rejects.toThrow('--from holds a user or a password');
    await expect(refused).rejects.not.toThrow('secret@');
  });
});
