/**
 * The fields of the receivers of an AlertmanagerConfig, as the CRD of the operator has them (0.93; v1alpha1 and v1beta1).
 * Differences of older operators are not modelled.
 */

/** What a value of an object must be. */
export type CrdType =
  /** `empty`: an empty text passes. `like`: a form that the API server asks for. */
  | { readonly kind: 'text'; readonly empty?: true; readonly like?: 'url' | 'duration' }
  | { readonly kind: 'bool' }
  | { readonly kind: 'int'; readonly min?: number }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  /** `{name, key}` of a Secret. */
  | { readonly kind: 'secret' }
  | { readonly kind: 'list'; readonly of: CrdType; readonly min?: number }
  | { readonly kind: 'object'; readonly fields: CrdFields; readonly required?: readonly string[] }
  /** An object whose keys are the user's own, or that is not looked into. */
  | { readonly kind: 'open' };

export type CrdFields = Readonly<Record<string, CrdType>>;

/** The fields of one integration. */
export interface CrdIntegration {
  readonly fields: CrdFields;
  readonly required?: readonly string[];
  /** Of each list one field must be there: the operator asks for it, not the API server. */
  readonly oneOf?: readonly (readonly string[])[];
}

const s: CrdType = { kind: 'text' };
const anyText: CrdType = { kind: 'text', empty: true };
const url: CrdType = { kind: 'text', like: 'url' };
const duration: CrdType = { kind: 'text', like: 'duration' };
const bool: CrdType = { kind: 'bool' };
const int: CrdType = { kind: 'int' };
const secret: CrdType = { kind: 'secret' };
const open: CrdType = { kind: 'open' };
const list = (fields: CrdFields, required: readonly string[] = [], min?: number): CrdType => ({
  kind: 'list',
  of: { kind: 'object', fields, required },
  ...(min === undefined ? {} : { min }),
});
const KEY_VALUES = list({ key: s, value: anyText }, ['key', 'value']);

const TLS: CrdType = {
  kind: 'object',
  fields: {
    ca: open,
    cert: open,
    insecureSkipVerify: bool,
    keySecret: secret,
    maxVersion: { kind: 'enum', values: ['TLS10', 'TLS11', 'TLS12', 'TLS13'] },
    minVersion: { kind: 'enum', values: ['TLS10', 'TLS11', 'TLS12', 'TLS13'] },
    serverName: anyText,
  },
};

const HTTP: CrdType = {
  kind: 'object',
  fields: {
    authorization: { kind: 'object', fields: { credentials: secret, type: anyText } },
    basicAuth: { kind: 'object', fields: { username: secret, password: secret } },
    bearerTokenSecret: secret,
    enableHttp2: bool,
    followRedirects: bool,
    noProxy: anyText,
    oauth2: open,
    proxyConnectHeader: open,
    proxyFromEnvironment: bool,
    proxyURL: anyText,
    proxyUrl: anyText,
    tlsConfig: TLS,
  },
};

const COMMON: CrdFields = { sendResolved: bool, httpConfig: HTTP };
const fields = (own: CrdFields): CrdFields => ({ ...COMMON, ...own });
const texts = (names: string): CrdFields => Object.fromEntries(names.split(' ').map((name) => [name, s]));

export const OPERATOR_RECEIVERS: Readonly<Record<string, CrdIntegration>> = {
  discordConfigs: {
    fields: fields({
      apiURL: secret,
      avatarURL: url,
      message: anyText,
      title: anyText,
      ...texts('content username'),
    }),
    required: ['apiURL'],
  },
  emailConfigs: {
    fields: {
      sendResolved: bool,
      ...texts('authIdentity authUsername from hello smarthost text to'),
      authPassword: secret,
      authSecret: secret,
      forceImplicitTLS: bool,
      headers: KEY_VALUES,
      html: anyText,
      requireTLS: bool,
      threading: {
        kind: 'object',
        fields: { threadByDate: { kind: 'enum', values: ['Daily', 'None'] } },
        required: ['threadByDate'],
      },
      tlsConfig: TLS,
    },
    oneOf: [['to']],
  },
  msteamsConfigs: {
    fields: fields({ webhookUrl: secret, summary: anyText, text: anyText, title: anyText }),
    required: ['webhookUrl'],
  },
  msteamsv2Configs: { fields: fields({ webhookURL: secret, ...texts('text title') }) },
  opsgenieConfigs: {
    fields: fields({
      ...texts('actions description entity message note priority source tags'),
      apiKey: secret,
      apiURL: url,
      details: KEY_VALUES,
      responders: list(
        {
          ...texts('id name username'),
          type: { kind: 'enum', values: ['team', 'teams', 'user', 'escalation', 'schedule'] },
        },
        ['type'],
      ),
      updateAlerts: bool,
    }),
  },
  pagerdutyConfigs: {
    fields: fields({
      ...texts('class client component description group severity source'),
      clientURL: anyText,
      details: KEY_VALUES,
      pagerDutyImageConfigs: list({ alt: s, href: anyText, src: s }),
      pagerDutyLinkConfigs: list({ alt: s, href: anyText }),
      routingKey: secret,
      serviceKey: secret,
      timeout: duration,
      url,
    }),
    oneOf: [['routingKey', 'serviceKey']],
  },
  pushoverConfigs: {
    fields: fields({
      ...texts('device message priority sound title urlTitle'),
      tokenFile: anyText,
      userKeyFile: anyText,
      url: anyText,
      expire: duration,
      retry: duration,
      ttl: duration,
      html: bool,
      monospace: bool,
      token: secret,
      userKey: secret,
    }),
    oneOf: [
      ['userKey', 'userKeyFile'],
      ['token', 'tokenFile'],
    ],
  },
  rocketchatConfigs: {
    fields: fields({
      ...texts('channel color emoji text title titleLink'),
      actions: list({ msg: s, text: s, url: anyText }, [], 1),
      apiURL: url,
      fields: list({ short: bool, title: s, value: s }, [], 1),
      iconURL: anyText,
      imageURL: anyText,
      thumbURL: anyText,
      linkNames: bool,
      shortFields: bool,
      token: secret,
      tokenID: secret,
    }),
    required: ['token', 'tokenID'],
  },
  slackConfigs: {
    fields: fields({
      ...texts('callbackId channel color fallback footer iconEmoji messageText pretext text title username'),
      actions: list(
        {
          ...texts('name style text type value'),
          confirm: { kind: 'object', fields: texts('dismissText okText text title'), required: ['text'] },
          url: anyText,
        },
        ['text', 'type'],
        1,
      ),
      apiURL: secret,
      fields: list({ short: bool, title: s, value: s }, ['title', 'value'], 1),
      iconURL: anyText,
      imageURL: anyText,
      thumbURL: anyText,
      titleLink: anyText,
      linkNames: bool,
      shortFields: bool,
      updateMessage: bool,
      mrkdwnIn: { kind: 'list', of: s, min: 1 },
      timeout: duration,
    }),
  },
  snsConfigs: {
    fields: fields({
      apiURL: anyText,
      ...texts('message phoneNumber subject targetARN topicARN'),
      attributes: open,
      sigv4: {
        kind: 'object',
        fields: {
          accessKey: secret,
          secretKey: secret,
          externalId: s,
          profile: anyText,
          region: anyText,
          roleArn: anyText,
          useFIPSSTSEndpoint: bool,
        },
      },
      useAWSHTTPClient: bool,
    }),
    oneOf: [['targetARN', 'topicARN', 'phoneNumber']],
  },
  telegramConfigs: {
    fields: fields({
      apiURL: url,
      botToken: secret,
      botTokenFile: anyText,
      chatID: int,
      disableNotifications: bool,
      message: anyText,
      messageThreadID: int,
      parseMode: { kind: 'enum', values: ['MarkdownV2', 'Markdown', 'HTML'] },
    }),
    required: ['chatID'],
    oneOf: [['botToken', 'botTokenFile']],
  },
  victoropsConfigs: {
    fields: fields({
      ...texts('entityDisplayName messageType monitoringTool routingKey stateMessage'),
      apiKey: secret,
      apiUrl: url,
      customFields: KEY_VALUES,
    }),
    required: ['routingKey'],
  },
  webexConfigs: { fields: fields({ apiURL: url, message: anyText, roomID: s }), required: ['roomID'] },
  webhookConfigs: {
    fields: fields({
      maxAlerts: { kind: 'int', min: 0 },
      payload: open,
      timeout: duration,
      url: anyText,
      urlSecret: secret,
    }),
    oneOf: [['url', 'urlSecret']],
  },
  wechatConfigs: {
    fields: fields({
      ...texts('agentID corpID message messageType toParty toTag toUser'),
      apiSecret: secret,
      apiURL: url,
    }),
  },
};
