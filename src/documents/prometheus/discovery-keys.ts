/** The keys of service discovery in prometheus.yml; the notation is that of config-keys.ts. */
export const DISCOVERY_KEYS = {
  discovery: `
    static_configs [@static_configs], aws_sd_configs [@sd_aws] 3.8-, azure_sd_configs [@sd_azure],
    consul_sd_configs [@sd_consul], digitalocean_sd_configs [@sd_digitalocean],
    dns_sd_configs [@sd_dns], docker_sd_configs [@sd_docker],
    dockerswarm_sd_configs [@sd_dockerswarm], ec2_sd_configs [@sd_ec2], ecs_sd_configs [@sd_ecs] 3.8-,
    elasticache_sd_configs [@sd_elasticache] 3.11-, eureka_sd_configs [@sd_eureka],
    file_sd_configs [@sd_file], gce_sd_configs [@sd_gce], hetzner_sd_configs [@sd_hetzner],
    http_sd_configs [@sd_http], ionos_sd_configs [@sd_ionos], kubernetes_sd_configs [@sd_kubernetes],
    kuma_sd_configs [@sd_kuma], lightsail_sd_configs [@sd_lightsail], linode_sd_configs [@sd_linode],
    marathon_sd_configs [@sd_marathon], msk_sd_configs [@sd_msk] 3.10-, nerve_sd_configs [@sd_nerve],
    nomad_sd_configs [@sd_nomad], oci_sd_configs [@sd_oci] 3.14-,
    openstack_sd_configs [@sd_openstack], outscale_sd_configs [@sd_outscale] 3.12-,
    ovhcloud_sd_configs [@sd_ovhcloud], puppetdb_sd_configs [@sd_puppetdb],
    rds_sd_configs [@sd_rds] 3.11-, scaleway_sd_configs [@sd_scaleway],
    serverset_sd_configs [@sd_serverset], stackit_sd_configs [@sd_stackit] 3.5-,
    triton_sd_configs [@sd_triton], uyuni_sd_configs [@sd_uyuni], vultr_sd_configs [@sd_vultr]`,
  sd_aws: `
    role string, region string, endpoint string, access_key string, secret_key string, profile string,
    role_arn string, refresh_interval duration, port int, +http, filters [@filter], clusters strings,
    external_id string 3.12-`,
  sd_azure: `
    environment string, port int, subscription_id string, tenant_id string, client_id string,
    client_secret string, refresh_interval duration, authentication_method string, resource_group string,
    +http`,
  sd_consul: `
    server string, token string, datacenter string, namespace string, partition string,
    tag_separator string, scheme string, username string, password string, allow_stale bool,
    refresh_interval duration, services strings, tags strings, node_meta map, +http,
    path_prefix string 2.45-, filter string 3.0-, health_filter string 3.12-`,
  sd_digitalocean: `
    +http, refresh_interval duration, port int, role enum(droplets|databases) 3.12-`,
  sd_dns: `
    names strings, refresh_interval duration, type enum(A|AAAA|MX|NS|SRV), port int`,
  sd_docker: `
    +http, host string, port int, filters [@filter], host_networking_host string,
    refresh_interval duration, match_first_network bool 2.54-`,
  sd_dockerswarm: `
    +http, host string, role enum(services|tasks|nodes), port int, filters [@filter], refresh_interval duration`,
  sd_ec2: `
    endpoint string, region string, access_key string, secret_key string, profile string,
    role_arn string, refresh_interval duration, port int, filters [@filter], +http,
    external_id string 3.12-`,
  sd_ecs: `
    region string, endpoint string, access_key string, secret_key string, profile string,
    role_arn string, clusters strings, port int, refresh_interval duration, request_concurrency int,
    +http, external_id string 3.12-`,
  sd_elasticache: `
    region string, endpoint string, access_key string, secret_key string, profile string,
    role_arn string, clusters strings, port int, refresh_interval duration, request_concurrency int,
    +http, external_id string 3.12-`,
  sd_eureka: `
    server string, +http, refresh_interval duration`,
  sd_file: `
    files strings, refresh_interval duration`,
  sd_gce: `
    project string, zone string, filter string, refresh_interval duration, port int,
    tag_separator string`,
  sd_hetzner: `
    +http, refresh_interval duration, port int, role enum(robot|hcloud), label_selector string 3.5-`,
  sd_http: `
    +http, refresh_interval duration, url string`,
  sd_ionos: `
    datacenter_id string, +http, refresh_interval duration, port int`,
  sd_kubernetes: `
    api_server string, role enum(node|pod|service|endpoints|endpointslice|ingress), kubeconfig_file string, +http, namespaces @namespaces,
    selectors [@selector], attach_metadata @attach_metadata`,
  sd_kuma: `
    +http, refresh_interval duration, fetch_timeout duration, server string, client_id string 2.50-`,
  sd_lightsail: `
    endpoint string, region string, access_key string, secret_key string, profile string,
    role_arn string, refresh_interval duration, port int, +http, external_id string 3.12-`,
  sd_linode: `
    +http, refresh_interval duration, port int, tag_separator string, region string 2.52-`,
  sd_marathon: `
    servers strings, refresh_interval duration, auth_token string, auth_token_file string, +http`,
  sd_msk: `
    region string, endpoint string, access_key string, secret_key string, profile string,
    role_arn string, clusters strings, port int, refresh_interval duration, request_concurrency int,
    +http, external_id string 3.12-`,
  sd_nerve: `
    servers strings, paths strings, timeout duration`,
  sd_nomad: `
    allow_stale bool, +http, namespace string, refresh_interval duration, region string, server string,
    tag_separator string`,
  sd_oci: `
    auth string, tenancy string, user string, fingerprint string, key_file string, key_passphrase string,
    key_passphrase_file string, region string, compartments strings, +http, port int,
    refresh_interval duration`,
  sd_openstack: `
    identity_endpoint string, username string, userid string, password string, project_name string,
    project_id string, domain_name string, domain_id string, application_credential_name string,
    application_credential_id string, application_credential_secret string, role enum(hypervisor|instance|loadbalancer), region string,
    refresh_interval duration, port int, all_tenants bool, tls_config @tls_config, availability string`,
  sd_outscale: `
    endpoint string, region string, access_key string, secret_key string, secret_key_file string,
    refresh_interval duration, port int, +http`,
  sd_ovhcloud: `
    endpoint string, application_key string, application_secret string, consumer_key string,
    refresh_interval duration, service string`,
  sd_puppetdb: `
    +http, refresh_interval duration, url string, query string, include_parameters bool, port int`,
  sd_rds: `
    region string, endpoint string, access_key string, secret_key string, profile string,
    role_arn string, clusters strings, port int, refresh_interval duration, request_concurrency int,
    +http, external_id string 3.12-, filters [@filter] 3.13-`,
  sd_scaleway: `
    project_id string, api_url string, zone string, access_key string, secret_key string,
    secret_key_file string, name_filter string, tags_filter strings, +http, refresh_interval duration,
    port int, role string`,
  sd_serverset: `
    servers strings, paths strings, timeout duration`,
  sd_stackit: `
    +http, project string, refresh_interval duration, port int, region string, endpoint string,
    service_account_key string, private_key string, service_account_key_path string,
    private_key_path string, credentials_file_path string`,
  sd_triton: `
    account string, role string, dns_suffix string, endpoint string, groups strings, port int,
    refresh_interval duration, tls_config @tls_config, version int`,
  sd_uyuni: `
    server string, username string, password string, +http, entitlement string, separator string,
    refresh_interval duration`,
  sd_vultr: `
    +http, refresh_interval duration, port int`,
  filter: `
    name string, values strings`,
  namespaces: `
    own_namespace bool, names strings`,
  selector: `
    role string, label string, field string`,
  attach_metadata: `
    node bool, namespace bool 3.6-, +pod_metadata`,
  pod_metadata: `
    deployment bool 3.11-, job bool 3.11-, cronjob bool 3.11-`,
} as const;
