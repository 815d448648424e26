//! Writes small PDFs, so that a test shows what stands on a page beside what is read from it.

use std::fmt::Write;

/// A piece of text at a place, in points from the lower left corner.
#[derive(Debug, Clone)]
pub struct Put(pub f32, pub f32, pub f32, pub &'static str);

/// A page: text and, below it, an image over a part of the page.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    pub text: Vec<Put>,
    pub image: Option<(Colour, f32)>,
    pub wide: bool,
    /// Text that runs upwards.
    pub upwards: Vec<Put>,
    /// By how many degrees the page is turned clockwise when it is shown.
    pub rotate: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    Grey,
    Rgb,
}

/// A PDF to be.
#[derive(Debug, Clone, Default)]
pub struct Pdf {
    pub sheets: Vec<Sheet>,
    /// The inside of the information dictionary.
    pub information: String,
    /// The `Nums` of the page labels.
    pub labels: String,
    /// The inside of the description in the metadata packet; empty: there is none.
    pub metadata: String,
}

/// A page of these lines in 11 points, from the top, 14 points apart.
pub fn lines(lines: &[&'static str]) -> Sheet {
    let text =
        lines.iter().enumerate().map(|(at, line)| Put(70.0, 700.0 - 14.0 * at as f32, 11.0, line)).collect();
    Sheet { text, ..Sheet::default() }
}

/// A page that is an image over the given part of it.
pub fn image(colour: Colour, part: f32) -> Sheet {
    Sheet { image: Some((colour, part)), ..Sheet::default() }
}

impl Sheet {
    /// With another piece of text.
    pub fn put(mut self, x: f32, y: f32, text: &'static str) -> Self {
        self.text.push(Put(x, y, 9.0, text));
        self
    }
}

impl Pdf {
    pub fn of(sheets: Vec<Sheet>) -> Self {
        Self { sheets, ..Self::default() }
    }

    /// The file's bytes, with a right cross-reference table.
    pub fn bytes(&self) -> Vec<u8> {
        let mut objects: Vec<Vec<u8>> = Vec::new();
        let labels = if self.labels.is_empty() {
            String::new()
        } else {
            format!("/PageLabels<</Nums[{}]>>", self.labels)
        };
        let first = 6;
        let metadata = if self.metadata.is_empty() {
            String::new()
        } else {
            format!("/Metadata {} 0 R", first + 2 * self.sheets.len())
        };
        let kids: String = (0..self.sheets.len()).fold(String::new(), |mut kids, at| {
            let _ = write!(kids, "{} 0 R ", first + 2 * at);
            kids
        });
        objects.push(format!("<</Type/Catalog/Pages 2 0 R{labels}{metadata}>>").into_bytes());
        objects.push(format!("<</Type/Pages/Kids[{kids}]/Count {}>>", self.sheets.len()).into_bytes());
        objects.push(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec());
        objects.push(image_object("DeviceGray", b"\x80"));
        objects.push(image_object("DeviceRGB", b"\x80\x20\x20"));
        for (at, sheet) in self.sheets.iter().enumerate() {
            let width = if sheet.wide { 1190 } else { 595 };
            let rotate = sheet.rotate;
            objects.push(
                format!(
                    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} 842]/Rotate {rotate}/Contents {} 0 R/Resources<</Font<</F 3 0 R>>/XObject<</Grey 4 0 R/Rgb 5 0 R>>>>>>",
                    first + 2 * at + 1
                )
                .into_bytes(),
            );
            objects.push(content(sheet, width as f32));
        }
        if !self.metadata.is_empty() {
            objects.push(packet(&self.metadata));
        }
        self.file(&objects)
    }

    fn file(&self, objects: &[Vec<u8>]) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let mut places = Vec::new();
        for (at, object) in objects.iter().enumerate() {
            places.push(out.len());
            out.extend(format!("{} 0 obj\n", at + 1).into_bytes());
            out.extend(object);
            out.extend(b"\nendobj\n");
        }
        let table = out.len();
        out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
        for place in places {
            out.extend(format!("{place:010} 00000 n \n").into_bytes());
        }
        out.extend(
            format!(
                "trailer\n<</Size {}/Root 1 0 R/Info<<{}>>/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]>>\nstartxref\n{table}\n%%EOF\n",
                objects.len() + 1,
                self.information
            )
            .into_bytes(),
        );
        out
    }
}

fn packet(description: &str) -> Vec<u8> {
    let packet = format!(
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' \
         xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/'>\
         <rdf:Description>{description}</rdf:Description></rdf:RDF></x:xmpmeta>"
    );
    format!("<</Type/Metadata/Subtype/XML/Length {}>>\nstream\n{packet}\nendstream", packet.len())
        .into_bytes()
}

fn image_object(space: &str, pixel: &[u8]) -> Vec<u8> {
    let mut object = format!(
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/{space}/BitsPerComponent 8/Length {}>>\nstream\n",
        pixel.len()
    )
    .into_bytes();
    object.extend(pixel);
    object.extend(b"\nendstream");
    object
}

fn content(sheet: &Sheet, width: f32) -> Vec<u8> {
    let mut stream: Vec<u8> = Vec::new();
    if let Some((colour, part)) = sheet.image {
        let name = if colour == Colour::Grey { "Grey" } else { "Rgb" };
        stream.extend(format!("q {} 0 0 {} 0 0 cm /{name} Do Q\n", width, 842.0 * part).into_bytes());
    }
    let upright = sheet.text.iter().map(|put| (put, "1 0 0 1"));
    for (Put(x, y, size, text), matrix) in upright.chain(sheet.upwards.iter().map(|put| (put, "0 1 -1 0"))) {
        stream.extend(format!("BT /F {size} Tf {matrix} {x} {y} Tm (").into_bytes());
        for c in text.chars() {
            if matches!(c, '(' | ')' | '\\') {
                stream.push(b'\\');
            }
            stream.push(match c {
                '–' => 0x96,
                '’' => 0x92,
                '•' => 0x95,
                c => u8::try_from(u32::from(c)).unwrap_or(b'?'),
            });
        }
        stream.extend(b") Tj ET\n");
    }
    let mut object = format!("<</Length {}>>\nstream\n", stream.len()).into_bytes();
    object.extend(stream);
    object.extend(b"\nendstream");
    object
}
