import {
  ConfirmPasswordRenewalDocument,
  DropPasswordRenewalDocument,
  PasswordRenewalsDocument,
  type PasswordRenewalsQuery,
} from '$gql/people/graphql';
import { mutate, query } from '$lib/api/client';

/** A new password that another administrator asked for. */
export type WaitingRenewal = PasswordRenewalsQuery['passwordRenewals'][number];

export async function loadRenewals(): Promise<readonly WaitingRenewal[]> {
  return (await query(PasswordRenewalsDocument)).passwordRenewals;
}

export async function confirmRenewal(accountId: string) {
  return (await mutate(ConfirmPasswordRenewalDocument, { input: { accountId } })).confirmPasswordRenewal;
}

export async function dropRenewal(accountId: string, reason: string) {
  return (await mutate(DropPasswordRenewalDocument, { input: { accountId, reason } })).dropPasswordRenewal;
}
