import { createRoot } from 'react-dom/client';
import { Playground } from './Playground.jsx';
import './playground.css';

createRoot(document.getElementById('root')).render(<Playground />);
