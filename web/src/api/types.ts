// Short names for the documents of the API, all generated from its OpenAPI document.

import type { components, paths } from './schema';

type Schemas = components['schemas'];

export type Money = Schemas['money'];
export type Account = Schemas['account_view'];
export type AccountType = Schemas['account_type'];
export type AccountChange = Schemas['account_change'];
export type NewAccount = Schemas['new_account'];
export type Transaction = Schemas['transaction_view'];
export type TransactionChange = Schemas['transaction_change'];
export type NewTransaction = Schemas['new_transaction'];
export type Category = Schemas['category_view'];
export type ImportView = Schemas['import_view'];
export type Score = Schemas['score_view'];
export type ScoreFactor = Schemas['score_factor_view'];
export type ScoreChanges = Schemas['score_changes'];
export type PastScore = Schemas['past_score'];
export type WhatIf = Schemas['what_if_view'];
export type Profile = Schemas['profile_view'];
export type ProfileChange = Schemas['profile_change'];
export type Notification = Schemas['notification_view'];
export type AuditEntry = Schemas['audit_entry_view'];
export type AuditProof = Schemas['audit_proof_view'];
export type NodeStatus = Schemas['node_status'];
export type ServiceStatus = Schemas['service_status'];
export type ParkedEvent = Schemas['parked_event_view'];
export type Session = Schemas['session_view'];
export type StoredFile = Schemas['file_view'];
export type Tokens = Schemas['session_tokens'];
export type SpendingItem = Schemas['spending_item'];
export type FieldError = Schemas['field_error'];

export interface Page<Item> {
  items: Item[];
  next_cursor?: string;
}

export type Path = keyof paths;
export type ReadPath = {
  [P in Path]: paths[P] extends { get: object } ? P : never;
}[Path];

type JsonOf<Answers> = Answers extends { 200: { content: { 'application/json': infer Body } } }
  ? Body
  : string;
/** What GET of a path answers with. */
export type Reply<P extends ReadPath> = paths[P] extends { get: { responses: infer Answers } }
  ? JsonOf<Answers>
  : never;
