/** A line of the combined format; every part can be another, as it stands in the log. */
export const logLine = ({
  host = '203.0.113.7',
  user = '-',
  time = '17/May/2015:10:05:03 +0000',
  request = 'GET /carts HTTP/1.1',
  status = '200',
  bytes = '512',
  referrer = '-',
  agent = 'curl/8.5.0',
} = {}): string =>
  `${host} - ${user} [${time}] "${request}" ${status} ${bytes} "${referrer}" "${agent}"`;
