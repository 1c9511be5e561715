import { Demo } from './server.ts';

/** `node demo/main.ts`: serves on DEMO_HOST (default 0.0.0.0) and DEMO_PORT (default 8000), logs to standard output. */
const { DEMO_HOST = '0.0.0.0', DEMO_PORT = '8000' } = process.env;
const demo = await Demo.start({
  host: DEMO_HOST,
  port: Number(DEMO_PORT),
  log: (line) => process.stdout.write(`${line}\n`),
});
const end = (): void => void demo.stop().then(() => process.exit(0));
process.once('SIGTERM', end).once('SIGINT', end);
