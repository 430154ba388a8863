import * as vscode from 'vscode';
import type { AwsProfile } from '../../core/aws/profiles';
import type { Identity } from '../../core/doctor';
import { pick, separator, type Picked, type Row, type Separator } from '../../platform/quickPick';
import type { Words } from '../../platform/words';
import type { ConnectDependencies } from './dependencies';
import { isRegion, placeOf, regionOffers } from './regions';

const { t } = vscode.l10n;

const CHECK_LIMIT_MS = 20_000;

/** How to write the first profile. */
const PROFILE_HELP = 'https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sso.html';

type ProfileChoice =
  { readonly kind: 'profile'; readonly profile: AwsProfile } | { readonly kind: 'chain' | 'help' };

/** *Connect to AWS*: whose account and which region, written to the user's settings, then checked without spending. */
export class ConnectToAws {
  readonly #deps: ConnectDependencies;

  constructor(deps: ConnectDependencies) {
    this.#deps = deps;
  }

  /** @returns true when the chosen credentials work */
  async run(): Promise<boolean> {
    const profiles = await this.#deps.profiles.list();
    for (;;) {
      const choice = await this.#pickProfile(profiles);
      if (choice.kind !== 'picked') return false;
      if (choice.value.kind === 'help') {
        await vscode.env.openExternal(vscode.Uri.parse(PROFILE_HELP));
        return false;
      }
      const profile = choice.value.kind === 'profile' ? choice.value.profile : undefined;
      const region = await this.pickRegion(profile?.region, true);
      if (region.kind === 'left') return false;
      if (region.kind === 'back') continue;
      await this.#write({ profile: profile?.name, region: region.value });
      return this.check();
    }
  }

  /** Only the region, for a profile that is right. */
  async changeRegion(): Promise<boolean> {
    const region = await this.pickRegion(undefined, false);
    if (region.kind !== 'picked') return false;
    await this.setRegion(region.value);
    return true;
  }

  async setRegion(region: string): Promise<void> {
    await this.#deps.settings.setForUser('aws.region', region);
    this.#deps.identities.changed();
    this.#warnWhenOverruled({ region });
  }

  /** Asks AWS who we are, and says it. */
  async check(): Promise<boolean> {
    const { identities, reporter, signInStatus, settings } = this.#deps;
    const identity = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: t('Checking the sign-in…') },
      () => identities.current(AbortSignal.timeout(CHECK_LIMIT_MS)),
    );
    if (!identity.ok) {
      reporter.report(identity.error, { retry: () => this.check() });
      return false;
    }
    signInStatus.works();
    const text = connectedText(identity.value, settings.window().region ?? '');
    reporter.tell({ severity: 'info', text, actions: ['checkSetup'] });
    return true;
  }

  #pickProfile(profiles: readonly AwsProfile[]): Promise<Picked<ProfileChoice>> {
    const { profile: current, provider } = this.#deps.settings.window();
    const rows: (Row<ProfileChoice> | Separator)[] = [
      {
        label: t('Default Credentials'),
        description: t('environment, default profile or role'),
        value: { kind: 'chain' },
      },
    ];
    if (profiles.length > 0) rows.push(separator(t('profiles')));
    for (const profile of profiles) {
      const facts = [
        ...(profile.ssoProfile === undefined ? [] : ['SSO']),
        ...(profile.region === undefined ? [] : [profile.region]),
        ...(profile.name === current && provider === 'bedrock' ? [t('in use')] : []),
      ];
      rows.push({
        label: profile.name,
        description: facts.join(' · '),
        value: { kind: 'profile', profile },
      });
    }
    rows.push(separator(t('more')), {
      label: t('How to Set Up a Profile'),
      iconPath: new vscode.ThemeIcon('link-external'),
      value: { kind: 'help' },
    });
    return pick({
      title: t('Connect to AWS'),
      placeholder: t('Images are made in the account of this profile'),
      rows,
      active: (choice) => choice.kind === 'profile' && choice.profile.name === (current ?? 'default'),
    });
  }

  /** @param ownRegion the profile's region, offered first */
  async pickRegion(ownRegion: string | undefined, withBack: boolean): Promise<Picked<string>> {
    const { models, clock, settings, words } = this.#deps;
    const offers = regionOffers(models, clock.now());
    const current = settings.window().region;
    const own = [ownRegion, current].filter((region) => region !== undefined);
    const names = [...new Set([...own, ...offers.map(({ region }) => region)])];
    const rows = names.map((region): Row<string> => {
      const offered = offers.find((offer) => offer.region === region)?.models ?? [];
      const facts = [placeOf(region), ...(region === ownRegion ? [t('region of the profile')] : [])];
      return {
        label: region,
        description: facts.filter((fact) => fact !== '').join(' · '),
        detail: modelsText(offered, words),
        value: region,
      };
    });
    const result = await pick<string>({
      title: t('Choose Region'),
      placeholder: t('Easel never changes the region by itself'),
      rows: [...rows, separator(t('more')), { label: t('Enter Another Region…'), value: '' }],
      active: (region) => region === (ownRegion ?? current ?? names[0]),
      withBack,
      matchOnDetail: true,
    });
    if (result.kind !== 'picked' || result.value !== '') return result;
    const typed = await vscode.window.showInputBox({
      title: t('Choose Region'),
      placeHolder: 'us-west-2',
      value: current ?? '',
      ignoreFocusOut: true,
      validateInput: (text) =>
        isRegion(text.trim()) ? undefined : t('Write an AWS region such as us-west-2.'),
    });
    return typed === undefined ? { kind: 'left' } : { kind: 'picked', value: typed.trim() };
  }

  async #write({ profile, region }: { profile: string | undefined; region: string }): Promise<void> {
    const { settings, identities } = this.#deps;
    await settings.setForUser('aws.profile', profile);
    await settings.setForUser('aws.region', region);
    await settings.setForUser('provider', 'bedrock');
    identities.changed();
    this.#warnWhenOverruled({ profile, region });
  }

  /** Settings of a trusted workspace win over the user's: then the choice would seem to do nothing. */
  #warnWhenOverruled(chosen: { readonly profile?: string | undefined; readonly region: string }): void {
    const { settings, reporter } = this.#deps;
    const now = settings.window();
    const isOverruled =
      now.region !== chosen.region || ('profile' in chosen && now.profile !== chosen.profile);
    if (!isOverruled) return;
    reporter.tell({
      severity: 'warning',
      text: t(
        'The settings of this workspace choose another profile or region, so your choice has no effect here.',
      ),
      actions: [],
    });
  }
}

function connectedText({ profile, account }: Identity, region: string): string {
  if (account === undefined) {
    return profile === undefined
      ? t('Connected to AWS in {0}. Nothing was spent.', region)
      : t('Connected to AWS as profile {0} in {1}. Nothing was spent.', profile, region);
  }
  return profile === undefined
    ? t('Connected to AWS, account {0}, in {1}. Nothing was spent.', account, region)
    : t('Connected to AWS as profile {0}, account {1}, in {2}. Nothing was spent.', profile, account, region);
}

function modelsText(names: readonly string[], { format }: Words): string {
  if (names.length === 0) return t('No image model that Easel knows');
  const list = names.join(', ');
  return format.isOne(names.length)
    ? t('{0} image model: {1}', format.number(names.length), list)
    : t('{0} image models: {1}', format.number(names.length), list);
}
