/**
 * The form of a service's tokens: how they begin, and what must follow. Every form is tried at
 * every word of a hostile text, so none may read far and then fail: a part that something must
 * follow has an upper bound.
 */
export interface TokenShape {
  readonly what: string
  readonly pattern: string
}

const id = '[A-Za-z0-9_-]'
const alnum = '[A-Za-z0-9]'
const hex = '[0-9a-f]'
const base64 = '[A-Za-z0-9+/=_-]'
const uuid = `${hex}{8}-(?:${hex}{4}-){3}${hex}{12}`
/** A digit soon: what a word of a language has not, and random text nearly always. */
const digitSoon = '(?=[A-Za-z_-]{0,48}[0-9])'
/** What keeps a form of fixed length from being the beginning of a longer word. */
const end = '(?![A-Za-z0-9])'

/** The pattern of a text whose case says nothing. */
function anyCase(text: string): string {
  return text
    .replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)
    .replaceAll('.', '\\.')
}

/**
 * Forms that issuers document, or that their own programs check, each specific enough to be no
 * accident. Of forms that begin alike the longer comes first.
 */
const forms: readonly (readonly [what: string, pattern: string])[] = [
  // Models
  ['an Anthropic key', `sk-ant-${id}{16,}`],
  ['an OpenAI key', `sk-(?:proj-|svcacct-|admin-)?${digitSoon}${id}{20,}`],
  ['a Groq key', `gsk_${alnum}{40,}`],
  ['a Replicate token', `r8_${alnum}{36,}`],
  ['an xAI key', `xai-${alnum}{40,}`],
  ['a Perplexity key', `pplx-${alnum}{40,}`],
  ['a Hugging Face token', `(?:hf|api_org)_${alnum}{30,}`],
  ['a LangSmith key', `(?:lsv2_(?:pt|sk)_|ls__)${hex}{32}`],
  ['a Together key', `tgp_v1_${id}{40,}`],
  ['a Fireworks key', `fw_${digitSoon}${alnum}{20,}`],
  ['a Cerebras key', `csk-${alnum}{40,}`],
  ['a Voyage key', `pa-${id}{40,}`],
  ['an ElevenLabs key', `sk_${hex}{48}`],
  ['a Tavily key', `tvly-${id}{20,}`],
  ['a Firecrawl key', `fc-${hex}{32}`],
  ['a LlamaCloud key', `llx-${alnum}{40,}`],
  ['a Pinecone key', `pcsk_${id}{40,}`],
  ['a Jina key', `jina_${id}{40,}`],
  ['an NVIDIA key', `nvapi-${id}{40,}`],
  ['a RunPod key', `rpa_[A-Z0-9]{30,}`],
  ['an E2B key', `e2b_${hex}{40}`],
  ['an Apify token', `apify_api_${alnum}{30,}`],
  ['a Weights & Biases key', `wandb_v1_${id}{40,}`],
  // Code and packages
  ['a GitHub token', `gh[pousr]_[A-Za-z0-9_]{36,}`],
  ['a GitHub token', `github_pat_[A-Za-z0-9_]{22,}`],
  ['a GitLab token', `gl(?:pat|ptt|rt|dt|ft|soat|cbt|imt|agent|oas|ffct|wt)-${id}{20,}`],
  ['a GitLab token', `GR1348941${id}{20,}`],
  ['an npm token', `npm_${digitSoon}[A-Za-z0-9_]{36,}`],
  ['a PyPI token', `pypi-Ag${id}{48,}`],
  ['a RubyGems key', `rubygems_${hex}{48}`],
  ['a crates.io token', `cio${digitSoon}${alnum}{32}${end}`],
  ['a NuGet key', `oy2[a-z0-9]{43}${end}`],
  ['a Clojars token', `CLOJARS_[a-z0-9]{60}`],
  ['a Docker token', `dckr_[op]at_${id}{20,}`],
  ['an Artifactory key', `AKCp[A-Za-z0-9]{60,}`],
  ['an Atlassian token', `A(?:TATT|TCTT|TSTT)3[A-Za-z0-9_=-]{40,}`],
  ['a Bitbucket password', `ATBB${alnum}{24,}`],
  ['a Sourcegraph token', `sgp_(?:(?:${hex}{16}|local)_)?${hex}{40}`],
  ['a Buildkite token', `bk[a-z]{2}_${hex}{40}`],
  ['a CircleCI token', `CCI(?:PAT|PRJ)_${alnum}{16,}_${hex}{40}`],
  ['a SonarQube token', `sq[pua]_${hex}{40}`],
  ['a Snyk token', `snyk_(?:uat|sat)\\.${id}{8,64}\\.${id}{20,}`],
  ['a Deno token', `dd[pow]_${alnum}{36}`],
  ['a Postman key', `PMAK-${hex}{24}-${hex}{34}`],
  ['a Linear key', `lin_(?:api|oauth|wh)_[A-Za-z0-9_]{32,}`],
  ['a Figma token', `fig[dou]_${id}{30,}`],
  ['a Notion token', `ntn_${alnum}{40,}`],
  ['a Notion token', `secret_${alnum}{43}${end}`],
  ['an Airtable token', `pat${alnum}{14}\\.${hex}{64}`],
  ['an Asana token', `[012]/(?:\\d{8,20}/)?\\d{8,20}:${hex}{32}`],
  ['a ClickUp token', `pk_\\d{5,12}_[A-Z0-9]{32}`],
  ['a Trello token', `ATTA${hex}{64}`],
  ['a Typeform token', `tfp_${id}{40,}`],
  ['a HubSpot token', `pat-(?:na|eu|ap)\\d-${uuid}`],
  ['a Contentful token', `CFPAT-${id}{40,}`],
  ['a ReadMe key', `rdme_[a-z0-9]{60,}`],
  // Clouds
  ['an AWS access key', `(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}${end}`],
  ['an AWS Bedrock key', `(?:ABSK|bedrock-api-key-)${base64}{60,}`],
  ['a Google API key', `AIza${id}{35}`],
  ['a Google client secret', `GOCSPX-${id}{20,}`],
  ['a Google access token', `ya29\\.${id}{20,}`],
  ['a Google refresh token', `1//0${id}{40,}`],
  ['an Azure client secret', `[A-Za-z0-9][A-Za-z0-9_~.-]{2}\\dQ~[A-Za-z0-9_~.-]{31,40}`],
  ['an Azure DevOps token', `${alnum}{76}AZDO${alnum}{4}${end}`],
  ['an Azure key', '(?<=AccountKey=|SharedAccessKey=)[A-Za-z0-9+/]{40,}={0,2}'],
  ['a DigitalOcean token', `do[opr]_v1_${hex}{64}`],
  ['a DigitalOcean key', `DO00[A-Z0-9]{16}${end}`],
  ['an Alibaba access key', `LTAI${alnum}{16,26}${end}`],
  ['a Tencent secret id', `AKID${alnum}{32}${end}`],
  ['a Yandex key', `AQVN${id}{35,}`],
  ['a Scaleway token', `tk-us-${id}{48}`],
  ['a Cloudflare key', `v1\\.0-${hex}{24}-${hex}{100,}`],
  ['a Cloudflare token', `cf[aku]t_${alnum}{30,}`],
  ['a Cloudflare tunnel token', `eyJhIjoi${base64}{80,}`],
  ['a Fly token', `fo1_${id}{40,}`],
  ['a Fly token', `fm\\d[ar]?_${base64}{40,}`],
  ['a Vercel token', `vc[aciprk]_${alnum}{24,}`],
  ['a Vercel token', `vercel_blob_rw_[A-Za-z0-9_]{30,}`],
  ['a Netlify token', `nf[pcobu]_${alnum}{36,}`],
  ['a Heroku key', `HRKU-${id}{30,}`],
  ['a Render key', `rnd_${digitSoon}${alnum}{20,}`],
  ['a Supabase token', `sbp_${hex}{40}`],
  ['a Supabase key', `sb_secret_${id}{20,}`],
  ['a PlanetScale token', `pscale_(?:tkn|pw|oauth)_${id}{20,}`],
  ['a Neon key', `napi_[a-z0-9]{40,}`],
  ['a Neon password', `npg_${digitSoon}${alnum}{12,}`],
  ['a MongoDB Atlas secret', `mdb_sa_sk_${id}{30,}`],
  ['a CockroachDB key', `CCDB1_${alnum}{22}_${alnum}{40}`],
  ['an Aiven password', `AVNS_${id}{17,}`],
  ['a Fauna key', `fnA[A-Za-z]${id}{35,}`],
  ['a Databricks token', `dapi${hex}{32}(?:-\\d)?${end}`],
  ['a Tailscale key', `tskey-[a-z]{2,12}-${id}{20,}`],
  ['a Vault token', `hv[sbr]\\.${id}{20,}`],
  ['a Vault token', `s\\.(?=[A-Za-z]{0,23}[0-9])${alnum}{24}${end}`],
  ['a Terraform Cloud token', `${alnum}{14}\\.atlasv1\\.${id}{60,}`],
  ['a Pulumi token', `pul-${hex}{40}`],
  ['a Doppler token', `dp\\.(?:ct|pt|sa|scim|audit|st(?:\\.[a-z0-9_-]{2,35})?)\\.${alnum}{40,}`],
  ['a 1Password token', `ops_ey${base64}{100,}`],
  [
    'a 1Password secret key',
    `A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}`,
  ],
  ['an OpenShift token', `sha256~${id}{43}`],
  ['a Rancher token', `token-[a-z0-9]{5}:[a-z0-9]{54}`],
  ['an Ory token', `ory_[a-z]{2,3}_${id}{30,}`],
  ['a Prefect key', `pn[ub]_${alnum}{36}`],
  ['a Confluent key', `cflt${base64}{56,}`],
  // Watching
  ['a Sentry token', `sntry[sua]_${base64}{40,}`],
  ['a Grafana token', `glsa_${alnum}{32}_${hex}{8}`],
  ['a Grafana token', `glc_${base64}{32,}`],
  ['a Grafana key', `eyJrIjoi${base64}{40,}`],
  ['a New Relic key', `NR(?:AK|II|IQ|RA|SP)-[A-Za-z0-9_-]{24,}`],
  ['a New Relic key', `${alnum}{36}NRAL${end}`],
  ['a PagerDuty key', `pd[eu]s\\+_?${id}{20,}`],
  ['a Dynatrace token', `dt0[a-z]\\d\\d\\.[A-Z0-9]{24}\\.[A-Z0-9]{64}`],
  ['a Honeycomb key', `hc[a-z]ik_${alnum}{32,}`],
  ['an Axiom token', `xa[ap]t-${uuid}`],
  ['a PostHog key', `ph[xs]_${alnum}{40,}`],
  ['a LaunchDarkly key', `(?:sdk|api)-${uuid}`],
  // Payment, mail and chat
  ['a Stripe key', `[sr]k_(?:live|test|prod)_${alnum}{16,}`],
  ['a Stripe webhook secret', `whsec_[A-Za-z0-9+/=]{24,}`],
  ['a Square token', `sq0[a-z]{3}-${id}{22,}`],
  ['a Square token', `EAAA${id}{56,}`],
  ['a PayPal token', `access_token\\$(?:production|sandbox)\\$[a-z0-9]{16}\\$${hex}{32}`],
  ['a Plaid token', `access-(?:sandbox|development|production)-${uuid}`],
  ['a Shopify token', `shp(?:at|ca|pa|pka|tka|ss)_${alnum}{32,}`],
  ['a Shopify token', `shppa_${alnum}{32,}`],
  ['a Flutterwave key', `FLWSECK(?:_TEST)?-[A-Za-z0-9]{12,}`],
  ['a Shippo token', `shippo_(?:live|test)_${hex}{40}`],
  ['a Duffel token', `duffel_(?:live|test)_${id}{40,}`],
  ['an EasyPost key', `EZ[AT]K${alnum}{54}`],
  ['a Twilio key', `SK${hex}{32}${end}`],
  ['a SendGrid key', `SG\\.(?=[A-Za-z0-9_.-]{24})[A-Za-z0-9_-]{1,128}\\.${id}{2,}`],
  ['a Mailgun key', `key-${hex}{32}${end}`],
  ['a Mailchimp key', `${hex}{32}-us\\d{1,2}${end}`],
  ['a Brevo key', `xkeysib-${hex}{64}-${alnum}{16}`],
  ['a Resend key', `re_${alnum}{8}_${alnum}{20,}`],
  ['a Slack token', `xox[abeoprs](?:\\.xox[bp])?-[A-Za-z0-9-]{3,}`],
  ['a Slack token', `xapp-[A-Za-z0-9]{1,40}-[A-Za-z0-9-]{1,}`],
  ['a Slack webhook', `(?<=${anyCase('hooks.slack.com/services/')})[A-Za-z0-9/]{5,}`],
  ['a Slack webhook', '(?<=hooks\\.slack\\.com/(?:workflows|triggers)/)[A-Za-z0-9/]{5,}'],
  [
    'a Discord webhook',
    `(?<=discord(?:app)?\\.com/api/(?:v\\d{1,2}/)?webhooks/\\d{16,20}/)${id}{40,}`,
  ],
  ['a Teams webhook', '(?<=webhook\\.office\\.com/webhookb2/)[A-Za-z0-9@/_-]{40,}'],
  ['a Zapier webhook', '(?<=hooks\\.zapier\\.com/hooks/catch/)[A-Za-z0-9/]{8,}'],
  ['a Discord bot token', `[MNO]${alnum}{23,25}\\.${id}{6}\\.${id}{27,}`],
  ['a Telegram bot token', `\\d{8,10}:A${id}{34}`],
  ['a Facebook token', `EAA[A-Za-z]${alnum}{60,}`],
  ['a Twitter token', `A{19,22}[A-Za-z0-9%]{50,}`],
  ['a Dropbox token', `sl\\.(?:u\\.)?${id}{60,}`],
  ['a Mapbox token', `sk\\.eyJ${id}{20,}`],
  ['a JFrog token', `cmVmdGtu${alnum}{40,}`],
  // Forms of no one service
  ['an Azure signature', '(?<=[?&;]sig=)[A-Za-z0-9%+/]{40,}={0,2}'],
  ['an AWS signature', '(?<=[?&]X-Amz-Signature=)[0-9a-f]{64}'],
  [
    'a private key',
    `(?:MII[A-Za-z0-9+/]{3}(?:IBADANBgkqhkiG9w0BAQEFAASC|IBAAK[BC])|b3BlbnNzaC1rZXktdjE|MHcCAQEEI|MIGHAgEAMBMGByqGSM49|MC4CAQAwBQYDK2VwBCIEI)${base64}{20,}`,
  ],
  ['a private key', 'PuTTY-User-Key-File-\\d[\\s\\S]*'],
  ['a JSON Web Token', `(?<![_-])eyJ${id}{8,1024}\\.(?:eyJ${id}{8,1024}\\.|\\.)${id}{0,1024}`],
  ['an age key', `AGE-SECRET-KEY-(?:1|PQ-1)[A-Z0-9]{50,}`],
  ['a Nostr key', `nsec1[a-z0-9]{58}`],
  ['an extended private key', `[xyz]prv${alnum}{100,}`],
]

export const tokenShapes: readonly TokenShape[] = forms.map(([what, pattern]) => ({
  what,
  pattern,
}))
