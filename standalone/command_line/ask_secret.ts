/** Asks on the terminal without showing what is typed; Ctrl-C ends the process. */
export function askSecret(
  question: string,
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WriteStream = process.stderr
): Promise<string> {
  return new Promise((resolve) => {
    output.write(question);
    let typed = '';
    const end = () => {
      input.off('data', listen);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
    };
    const listen = (data: Buffer) => {
      for (const key of data.toString('utf8')) {
        if (key === '\r' || key === '\n' || key === '\u0004') {
          end();
          resolve(typed);
          return;
        }
        if (key === '\u0003') {
          end();
          process.exit(130);
        }
        typed = key === '\u007f' || key === '\b' ? typed.slice(0, -1) : typed + key;
      }
    };
    input.setRawMode(true);
    input.resume();
    input.on('data', listen);
  });
}
