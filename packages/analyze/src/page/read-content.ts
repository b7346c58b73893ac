import { byId } from './by-id.js';
import type { PageContent } from './page-content.js';

export const content = JSON.parse(byId('page-data', HTMLScriptElement).textContent!) as PageContent;
