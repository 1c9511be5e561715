import { isTemplated } from '../../analysis/delivery/index.ts';
import { urlAnnotations } from '../../analysis/policy/index.ts';
import type { LiveLink } from '../../project/live-facts.ts';
import type { Project } from '../../project/project.ts';
import { mapLimited } from '../../util/map-limited.ts';
import { askLink } from './ask-link.ts';
import type { LinkOptions } from './ask-link.ts';

/** Asks the web addresses of alerts that are below the prefixes that the command line names. */
export async function gatherLinks(
  project: Project,
  options: LinkOptions,
): Promise<ReadonlyMap<string, LiveLink>> {
  const links = new Map<string, LiveLink>();
  const urls = project.alerts
    .filter(({ file }) => project.isReported(file))
    .flatMap((rule) => urlAnnotations(rule))
    .filter(({ value }) => !isTemplated(value))
    .map(({ value }) => value.trim());
  await mapLimited([...new Set(urls)], options.concurrency, async (url) => {
    const link = await askLink(url, options);
    if (link !== undefined) links.set(url, link);
  });
  return links;
}
