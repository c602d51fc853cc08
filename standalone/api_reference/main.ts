import { version } from '../../package.json';

import { openApiDocument } from './openapi_document';

process.stdout.write(JSON.stringify(openApiDocument(process.cwd(), version)));
