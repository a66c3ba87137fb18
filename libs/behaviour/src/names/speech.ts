/**
 * Text from which the model of spoken names learns. Names that people choose are made of syllables and words, so the model
 * is taught the syllables of Hanyu Pinyin (built from initials and finals) and plain English words of the trade and of daily
 * life, written down for this purpose.
 */

const INITIALS = 'b p m f d t n l g k h j q x zh ch sh r z c s y w'.split(' ');
const FINALS =
  'a o e ai ei ao ou an en ang eng ong i ia ie iao iu ian in iang ing iong u ua uo uai ui uan un uang ue'.split(' ');

/** Pinyin syllables that occur: front initials take i and ü finals only, retroflex ones never combine with i-glides. */
const occurs = (initial: string, final: string): boolean => {
  const glide = final.startsWith('i');
  if ('jqx'.includes(initial)) return glide || final.startsWith('u');
  if (['zh', 'ch', 'sh', 'r', 'z', 'c', 's', 'g', 'k', 'h', 'w'].includes(initial)) return !glide || final === 'i';
  return true;
};

const WORDS = `
about access account action active address air alert all analytics android api app apple apps archive area art asset
assist auth auto baby back backup bank base battery beauty best beta bike bill billing black blog blue board book box
brand bridge broker browser build bus business buy cable cache call cam camera car card care cargo cars cash cdn center
chain charge chat check china city class clean clear click client cloud club code coffee collect college com commerce
common community company compute config connect console contact content control cookie core corp course cover credit
customer cyber daily dash data database date deal dealer delivery demo design desk detect dev device diag dict digital
direct disk display doc docs domain down download dream drive driver dns east easy edge edit edu electric email energy
engine enter error event exchange express face factory family fast feed field file film filter finance find fire first
fleet flow fly food force forum frame free fresh friend front fuel fun game garden gas gate gateway general gift global
gold good graph gray green group guard guide hand health heart help high home host hotel house human icon idea image
img inbox index info insight install insurance intel internet iot jobs join key kids king lab land learn legal life
light like line link list live load local location log login logistics long love machine mail main maker manage map
market master match media meet member message meta metric micro mobile model money monitor motor mountain movie music
name nav net network new news next night node north notify object ocean office online open order oss paint panel paper
park part partner pass path pay people phone photo pic pilot place plan platform play player plus point policy pool
portal post power press price prime print privacy pro product profile project proxy public push query quick radio rain
range rate reader real red register remote rent report research rest ride river road robot rock room root route sale
scan school science search secure security self send sensor server service session set shop short side sign simple site
sky smart social soft software solar sound source south space speed sport stage star start static station status stock
storage store stream street studio style sub sun super supply support survey sync system table tag talk team tech
telemetry test text thing think ticket time tire token tool top tour town track trade traffic train travel tree trip
truck trust tube turbo union unit update upgrade upload user vehicle vendor video view village vip voice vote walk wallet
watch water wave way weather web west wheel white wiki wild wind window wise wood word work world yellow young zone
`
  .trim()
  .split(/\s+/);

/** Every word that the model is taught. */
export const spokenWords = (): readonly string[] => {
  const syllables = INITIALS.flatMap((initial) =>
    FINALS.filter((final) => occurs(initial, final)).map((final) => initial + final),
  );
  const pairs = syllables.flatMap((first, at) =>
    [7, 61, 173].map((step) => first + (syllables[(at * step + step) % syllables.length] ?? '')),
  );
  return [...pairs, ...WORDS, ...WORDS];
};
