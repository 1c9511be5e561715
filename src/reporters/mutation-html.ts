/**
 * One page that shows a mutation report with the web component of mutation-testing-elements. It loads nothing.
 *
 * @param report in the schema of mutation-testing-report-schema
 * @param viewer the script of the component
 */
export function mutationHtml(report: unknown, viewer: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:">
<title>Mutation report of alerting rules</title>
</head>
<body>
<mutation-test-report-app title-postfix="alerting rules">this page needs a browser that runs its scripts</mutation-test-report-app>
<script id="report" type="application/json">${inScript(JSON.stringify(report))}</script>
<script>${viewer.replaceAll('</script', '<\\/script')}</script>
<script>
document.querySelector('mutation-test-report-app').report = JSON.parse(document.getElementById('report').textContent);
</script>
</body>
</html>
`;
}

/** JSON that ends no script: texts of files may hold anything. */
const inScript = (json: string): string => json.replaceAll('<', '\\u003c');
