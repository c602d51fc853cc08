import { DetectorError } from '../../../server/errors';
import { explainElasticsearchError } from '../../../server/elasticsearch/elasticsearch_error';
import { arrived, carried } from '../../../server/training_thread/carried_error';

const sent = (error: unknown): Error => arrived(structuredClone(carried(error)));

describe('an error that is sent from one thread to another', () => {
  it('is the same error of a detector', () => {
    const error = sent(new DetectorError('invalid', 'Choose another field.', 'timeField'));
    expect(error).toBeInstanceOf(DetectorError);
    expect(error).toMatchObject({
      fault: 'invalid',
      statusCode: 400,
      setting: 'timeField',
      message: 'Choose another field.',
    });
  });

  it('of Elasticsearch is explained as if it were not', () => {
    const body = { error: { type: 'index_not_found_exception', reason: 'no such index [logs]' } };
    const error = Object.assign(new Error('index_not_found_exception'), {
      name: 'ResponseError',
      meta: { statusCode: 404, body, connection: { close: () => undefined } },
    });
    const explained = explainElasticsearchError(sent(error), 'counting');
    expect(explained).toEqual(explainElasticsearchError(error, 'counting'));
    expect(explained).toMatchObject({ fault: 'not_found', setting: 'indexPattern' });
  });

  it('of an Elasticsearch that does not answer is told apart', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED'), { name: 'ConnectionError' });
    const explained = explainElasticsearchError(sent(error), 'counting') as Error;
    expect(explained).toMatchObject({ fault: 'unavailable' });
    expect(explained.message).toContain('ECONNREFUSED');
  });

  it('keeps what was thrown that is no error', () => {
    expect(sent('a word').message).toBe('a word');
  });
});
