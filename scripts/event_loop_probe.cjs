// Preloaded into Kibana by bench_event_loop.mjs: measures how long others wait in its event loop.
//
// As long as the folder of EVENT_LOOP_PROBE holds a file "measure", the delays since it came are written to "delays.json" there.
const fs = require('node:fs');
const path = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { isMainThread } = require('node:worker_threads');

const folder = process.env.EVENT_LOOP_PROBE;
const LOOK_EVERY_MS = 500;

// The script that starts Kibana, and what it starts besides, inherit the environment too.
const isKibana = process.argv.some((argument) => /src\/cli\/dist(\.js)?$/.test(argument));

if (folder && isMainThread && isKibana) {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  let measuring = false;
  const inMs = (nanoseconds) => nanoseconds / 1e6;
  const look = () => {
    if (!fs.existsSync(path.join(folder, 'measure'))) {
      measuring = false;
      histogram.disable();
      return;
    }
    if (!measuring) {
      measuring = true;
      histogram.reset();
      histogram.enable();
      return;
    }
    const delays = {
      p50: inMs(histogram.percentile(50)),
      p99: inMs(histogram.percentile(99)),
      p999: inMs(histogram.percentile(99.9)),
      max: inMs(histogram.max),
      readings: histogram.count,
    };
    fs.writeFileSync(path.join(folder, 'delays.json'), JSON.stringify(delays));
  };
  setInterval(look, LOOK_EVERY_MS).unref();
}
