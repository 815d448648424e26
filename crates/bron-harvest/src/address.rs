//! Is an address one that anybody on the internet could reach?

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is public: in none of the special-purpose blocks of IANA. An IPv4 address inside an IPv6 one
/// (mapped, NAT64, 6to4) is judged as itself.
pub fn is_public(address: IpAddr) -> bool {
    match unwrapped(address) {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// Whether an address is this machine's own, also when it is an IPv4 address inside an IPv6 one.
pub fn is_loopback(address: IpAddr) -> bool {
    unwrapped(address).is_loopback()
}

fn unwrapped(address: IpAddr) -> IpAddr {
    let IpAddr::V6(six) = address else { return address };
    let [a, b, c, d, e, f, g, h] = six.segments();
    let four = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        IpAddr::V4(Ipv4Addr::new(a, b, c, d))
    };
    match (a, b) {
        (0, 0) if [c, d, e, f] == [0, 0, 0, 0xffff] => four(g, h),
        (0x64, 0xff9b) if [c, d, e, f] == [0; 4] => four(g, h),
        (0x2002, high) => four(high, c),
        _ => address,
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    let global_unicast = (0x2000..0x4000).contains(&a);
    let special = (a == 0x2001 && (b < 0x200 || b == 0xdb8)) || (a == 0x3fff && b < 0x1000);
    global_unicast && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, public: bool, loopback: bool) {
        let address = text.parse().unwrap();
        assert_eq!((is_public(address), is_loopback(address)), (public, loopback), "{text}");
    }

    #[test]
    fn addresses_of_the_internet_are_public() {
        for text in ["8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "192.0.1.1", "2a00:1450::1"] {
            check(text, true, false);
        }
    }

    #[test]
    fn special_purpose_blocks_are_not() {
        for text in [
            "0.0.0.0",
            "10.0.0.5",
            "100.64.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2001:20::1",
            "3fff::1",
            "100::1",
            "64:ff9b:1::1",
            "::8.8.8.8",
            "5f00::1",
        ] {
            check(text, false, false);
        }
    }

    #[test]
    fn this_machine_is_loopback_in_every_clothing() {
        for text in ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"]
        {
            check(text, false, true);
        }
    }

    #[test]
    fn an_inner_address_is_judged_as_itself() {
        check("::ffff:8.8.8.8", true, false);
        check("::ffff:10.0.0.1", false, false);
        check("64:ff9b::808:808", true, false);
        check("2002:a00:1::", false, false);
    }
}
