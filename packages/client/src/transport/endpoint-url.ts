import { endpoints } from '../contract/endpoints.js';
import type { EndpointName } from '../contract/endpoints.js';
import type { ResolvedOptions } from '../options.js';

/** The URL of an endpoint. */
export const endpointUrl = ({ hosts, endpointUrls }: ResolvedOptions, name: EndpointName): string =>
  endpointUrls[name] ?? hosts[endpoints[name].host] + endpoints[name].path;
