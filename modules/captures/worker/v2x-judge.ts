import { createMonitor, DEFAULT_SETTINGS, fromCompass, planeAt } from '@chedun/v2x/misbehaviour';
import type { Beacon, GeoPoint, Monitor, Settings, Verdict } from '@chedun/v2x/misbehaviour';
import type { OwnPlace } from './datagrams.ts';

/** One position of one sender with its motion, as a message gave it. Seconds, degrees, m/s, m/s². */
export interface Report {
  readonly sender: string;
  readonly sentAt: number;
  readonly receivedAt: number;
  readonly lat: number;
  readonly lon: number;
  readonly speedMps: number;
  readonly headingDeg: number;
  readonly accelerationMps2: number;
}

/** Reports that are looked at to learn how often the senders send, before the first is judged. */
const LEARNED_FROM = 1000;
/** Senders of PC5 send ten times a second, simulated ones once; between them lies this, seconds. */
const FAST_BELOW = 0.35;
/** A plane is good to a metre within 20 km. */
const PLANE_DEGREES = 0.15;

const medianStep = (reports: readonly Report[]): number => {
  const last = new Map<string, number>();
  const steps: number[] = [];
  for (const { sender, receivedAt } of reports) {
    const before = last.get(sender);
    if (before !== undefined) steps.push(receivedAt - before);
    last.set(sender, receivedAt);
  }
  return steps.toSorted((a, b) => a - b)[steps.length >> 1] ?? DEFAULT_SETTINGS.beaconInterval;
};

/** The settings for how often these senders send. */
const settingsFor = (reports: readonly Report[]): Settings =>
  medianStep(reports) < FAST_BELOW ? { ...DEFAULT_SETTINGS, beaconInterval: 0.1 } : DEFAULT_SETTINGS;

/** Judges reports in the order of reception, each after the first {@link LEARNED_FROM} were looked at. */
export interface Judge {
  readonly own: (place: OwnPlace) => void;
  readonly report: (report: Report, done: (verdict: Verdict) => void) => void;
  readonly end: () => void;
}

type Step =
  | { readonly kind: 'own'; readonly place: OwnPlace }
  | { readonly kind: 'report'; readonly report: Report; readonly done: (verdict: Verdict) => void };

const pointOf = ({ lat, lon }: { readonly lat: number; readonly lon: number }): GeoPoint => ({
  latitude: lat,
  longitude: lon,
});

const beaconOf = (report: Report, plane: ReturnType<typeof planeAt>): Beacon => ({
  pseudonym: report.sender,
  sentAt: report.sentAt,
  receivedAt: report.receivedAt,
  position: plane(pointOf(report)),
  speed: fromCompass(report.speedMps, report.headingDeg),
  acceleration: fromCompass(report.accelerationMps2, report.headingDeg),
  heading: fromCompass(1, report.headingDeg),
  accuracy: { position: 0, speed: 0 },
});

/** Starts judging. The plane stands where the first report or the receiver is, and moves on with the receiver. */
export const createJudge = (): Judge => {
  let held: Step[] | undefined = [];
  let settings = DEFAULT_SETTINGS;
  let monitor: Monitor | undefined;
  let [origin, plane] = [{ latitude: 0, longitude: 0 }, planeAt({ latitude: 0, longitude: 0 })];
  const settle = (at: GeoPoint): Monitor => {
    monitor = createMonitor(settings);
    origin = at;
    plane = planeAt(at);
    return monitor;
  };
  const onOwn = (place: OwnPlace): void => {
    const at = pointOf(place);
    const far = Math.hypot(at.latitude - origin.latitude, at.longitude - origin.longitude) > PLANE_DEGREES;
    const watch = monitor === undefined || far ? settle(at) : monitor;
    watch.own({ at: place.at / 1000, position: plane(at), speed: fromCompass(place.speedMps, place.headingDeg) });
  };
  const run = (step: Step): void => {
    if (step.kind === 'own') return onOwn(step.place);
    const watch = monitor ?? settle(pointOf(step.report));
    return step.done(watch.receive(beaconOf(step.report, plane)));
  };
  const release = (): void => {
    const steps = held ?? [];
    held = undefined;
    settings = settingsFor(steps.flatMap((step) => (step.kind === 'report' ? [step.report] : [])));
    for (const step of steps) run(step);
  };
  const take = (step: Step): void => {
    if (held === undefined) return run(step);
    held.push(step);
    if (held.length >= LEARNED_FROM) release();
    return undefined;
  };
  return {
    own: (place) => take({ kind: 'own', place }),
    report: (report, done) => take({ kind: 'report', report, done }),
    end: () => {
      if (held !== undefined) release();
    },
  };
};
