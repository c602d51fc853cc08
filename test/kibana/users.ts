import { Http } from './kibana_api';
import type { Stack } from './stack';

export const PASSWORD = 'changeme-too';

export const READ_LOGS = ['read', 'view_index_metadata'];
export const WRITE_RECORDS = ['read', 'view_index_metadata', 'index', 'delete', 'create_index'];

interface Indices {
  names: string[];
  privileges: string[];
  allow_restricted_indices?: boolean;
}

/** A role on indices and, in some spaces, with a privilege of the feature; and a user of the same name who has it. */
export async function addUser(
  stack: Stack,
  name: string,
  {
    feature,
    spaces = ['*'],
    indices = [],
    kibana = {},
  }: {
    feature?: 'all' | 'read';
    spaces?: string[];
    indices?: Indices[];
    /** Privileges of other features. */
    kibana?: Record<string, string[]>;
  }
): Promise<void> {
  const role = await new Http(stack.kibana, stack.user).request(
    'PUT',
    `/api/security/role/${name}`,
    {
      body: {
        elasticsearch: { cluster: [], indices },
        // Whoever may not see the app sees another: so there is a page to come to.
        kibana: [
          {
            base: [],
            feature: {
              discover: ['read'],
              ...kibana,
              ...(feature ? { anomalyDetector: [feature] } : {}),
            },
            spaces,
          },
        ],
      },
    }
  );
  if (role.status !== 204)
    throw new Error(`role ${name}: ${role.status} ${JSON.stringify(role.body)}`);
  const user = await new Http(stack.elasticsearch, stack.user).request(
    'POST',
    `/_security/user/${name}`,
    { body: { password: PASSWORD, roles: [name] } }
  );
  if (user.status !== 200) throw new Error(`user ${name}: ${JSON.stringify(user.body)}`);
}

export async function removeUser(stack: Stack, name: string): Promise<void> {
  await new Http(stack.elasticsearch, stack.user).request('DELETE', `/_security/user/${name}`);
  await new Http(stack.kibana, stack.user).request('DELETE', `/api/security/role/${name}`);
}
