import type { Finding } from '@chedun/governance/contract';
import { TimeText } from '../../ui/Time.tsx';

interface SamplePickerProps {
  readonly samples: Finding['samples'];
  readonly picked: number;
  readonly onPick: (index: number) => void;
}

/** The kept occurrences of a finding, one line each. */
export const SamplePicker = ({ samples, picked, onPick }: SamplePickerProps) => (
  <div style={{ maxHeight: 168, overflowY: 'auto' }}>
    {samples.map((sample, index) => (
      <button
        key={`${sample.ref.journal}/${sample.ref.seq}/${sample.ref.index}`}
        type="button"
        className={index === picked ? 'sample-line picked' : 'sample-line'}
        aria-pressed={index === picked}
        onClick={() => onPick(index)}
      >
        <span className="soft">
          <TimeText at={sample.at} precise="millisecond" />
        </span>
        <span className="clip">{sample.summary}</span>
      </button>
    ))}
  </div>
);
