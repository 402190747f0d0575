// Runs before the first paint: appearance and language stand before anything is drawn.
import { applyTheme, chosenLanguage } from './choices.mjs';

applyTheme();
document.documentElement.lang = chosenLanguage() === 'en' ? 'en' : 'zh-CN';
