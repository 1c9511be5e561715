/** Keys of which every kind of document that rulecheck reads contains at least one. */
const MARKERS =
  /(?:^|[\s"'{,-]|\\n)(?:groups|route|receivers|rule_files|scrape_configs|metrics|queries|scenarios|tests|inhibit_rules|prometheusRule|panels|contactPoints|policies|muteTimes|schema_config|limits_config|PrometheusRule|(?:VM)?Alertmanager(?:Config)?|Grafana(?:AlertRuleGroup|ContactPoint|NotificationPolicy|MuteTiming)|VMRule|(?:Alerting|Recording)?Rules?|LokiRule|ClusterRules|GlobalRules)["']?\s*:?/;

/** Charts whose values, and whose own rules, matter wherever they are deployed. */
const STACK = /(?:kube-prometheus|victoria-metrics-k8s)-stack/;

/** A rule, where the keys above it may be mistyped. */
const RULE = /^[ \t-]*["']?(?:alert|record)["']?[ \t]*:/m;

/** A dashboard of Grafana's second schema, or a library panel. */
const DASHBOARD = /"(?:elements|model)"[ \t]*:|^[ \t]*elements[ \t]*:/m;

/** A file in base64 in a Secret, or one that is sealed. */
const ENCODED =
  /^[ \t]*["']?[\w.-]+\.(?:ya?ml|tmpl)["']?[ \t]*:[ \t]*(?:[|>][-+]?[ \t\r]*\n[ \t]*)?["']?[A-Za-z0-9+/=]{16}/m;

/** Could this text hold anything of ours? A cheap look before parsing files that nobody named. */
export function mayMatter(text: string, path = ''): boolean {
  return isTemplateFile(path)
    ? /\{\{-?\s*define\b/.test(text)
    : isAlloyFile(path)
      ? /\bloki\./.test(text)
      : MARKERS.test(text) ||
        STACK.test(text) ||
        DASHBOARD.test(text) ||
        RULE.test(text) ||
        ENCODED.test(text);
}

/** The extension that files of Alloy have. */
export function isAlloyFile(path: string): boolean {
  return /\.alloy$/i.test(path);
}

/** The extension that Alertmanager's template files have by custom; YAML that is made from a template is another thing. */
export function isTemplateFile(path: string): boolean {
  return /(?<!\.(?:ya?ml|json))\.tmpl$/i.test(path);
}
