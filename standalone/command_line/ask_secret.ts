import { StringDecoder } from 'node:string_decoder';

/** Asks on the terminal without showing what is typed; Ctrl-C ends the process. */
export function askSecret(
  question: string,
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WriteStream = process.stderr
): Promise<string> {
  return new Promise((resolve) => {
    // What is typed may come in pieces that cut a letter in two.
    const decoder = new StringDecoder('utf8');
    let typed = '';
    const end = () => {
      input.off('data', listen);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
    };
    const listen = (data: Buffer) => {
      for (const key of decoder.write(data)) {
        if (key === '\r' || key === '\n' || key === '\u0004') {
          end();
          resolve(typed);
          return;
        }
        if (key === '\u0003') {
          end();
          process.exit(130);
        }
        typed = key === '\u007f' || key === '\b' ? [...typed].slice(0, -1).join('') : typed + key;
      }
    };
    // Before it is asked, so that nothing of a quick answer is shown.
    input.setRawMode(true);
    output.write(question);
    input.resume();
    input.on('data', listen);
  });
}
