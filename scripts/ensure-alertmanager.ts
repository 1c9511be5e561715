/**
 * Brings the Alertmanagers that tests compare with: of Debian sid and bookworm. Without a network the tests that
 * need them skip with a line that says so.
 */
import { alertmanagerPeers, fetchAlertmanager } from './peers/alertmanager.ts';
import { errorText } from '../src/util/error-text.ts';

const SUITES = [
  { suite: 'sid', there: /^0\.(2[6-9]|[3-9]\d)\./ },
  { suite: 'bookworm', there: /^0\.25\./ },
] as const;

const known = await alertmanagerPeers(process.env);
for (const { suite, there } of SUITES) {
  if (process.platform !== 'linux' || known.some(({ version }) => there.test(version))) continue;
  try {
    await fetchAlertmanager(suite, process.env);
    console.error(`fetched Alertmanager of Debian ${suite}, for the tests`);
  } catch (error) {
    const reason = errorText(error);
    console.error(
      `Alertmanager of Debian ${suite} could not be had, so tests that need it will skip: ${reason}`,
    );
  }
}
