/** Zones by their tzdata abbreviations in winter and summer where Intl's English differs; '' means digits. */
const NAMES: readonly (readonly [standard: string, summer: string, zones: string])[] = [
  ['HST', 'HDT', 'America/Adak'],
  ['MST', 'MST', 'America/Dawson America/Hermosillo America/Mazatlan America/Whitehorse'],
  ['CST', 'CDT', 'America/Havana'],
  ['', '', 'America/Miquelon Antarctica/Casey Antarctica/Troll Asia/Colombo Asia/Dubai Asia/Muscat'],
  ['', '', 'Australia/Eucla Australia/Lord_Howe Pacific/Chatham'],
  ['HKT', 'HKT', 'Asia/Hong_Kong'],
  ['WIB', 'WIB', 'Asia/Jakarta Asia/Pontianak'],
  ['WIT', 'WIT', 'Asia/Jayapura'],
  ['WITA', 'WITA', 'Asia/Makassar'],
  ['IST', 'IDT', 'Asia/Jerusalem'],
  ['PKT', 'PKT', 'Asia/Karachi'],
  ['CST', 'CST', 'Asia/Macau Asia/Shanghai Asia/Taipei'],
  ['PST', 'PST', 'Asia/Manila'],
  ['KST', 'KST', 'Asia/Pyongyang Asia/Seoul'],
  ['JST', 'JST', 'Asia/Tokyo'],
  ['GMT', 'IST', 'Europe/Dublin'],
  ['GMT', 'BST', 'Europe/Guernsey Europe/Isle_of_Man Europe/Jersey'],
  ['MSK', 'MSK', 'Europe/Kirov Europe/Moscow Europe/Simferopol Europe/Volgograd'],
  ['ChST', 'ChST', 'Pacific/Guam Pacific/Saipan'],
  ['SST', 'SST', 'Pacific/Midway Pacific/Pago_Pago'],
];

const byZone = new Map(
  NAMES.flatMap(([standard, summer, zones]) =>
    zones.split(' ').map((zone) => [zone, { standard, summer }] as const),
  ),
);

/** The abbreviations of a zone that the table knows. */
export function zoneNames(zone: string): { readonly standard: string; readonly summer: string } | undefined {
  return byZone.get(zone);
}
