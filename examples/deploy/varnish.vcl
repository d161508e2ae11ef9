# Varnish before any site, without JavaScript. Each page says, first in its body:
#   <!--esi <esi:include src="/_browserbanner/fragment"/> -->
# The expressions: browserbanner export varnish > /etc/varnish/browserbanner.vcl
vcl 4.1;

include "/etc/varnish/browserbanner.vcl";

backend default {
    .host = "127.0.0.1";
    .port = "8080";
}
backend banner {
    .host = "127.0.0.1";
    .port = "8020";
    .connect_timeout = 1s;
    .first_byte_timeout = 5s;
}

sub vcl_recv {
    call browserbanner;
    if (req.url ~ "^/_browserbanner/") {
        set req.backend_hint = banner;
        if (req.esi_level > 0) {
            if (req.url !~ "[?]") {
                set req.url = req.url + "?";
            }
            set req.url = req.url + "&path=" + req_top.url;
        }
        return (pass);
    }
    if (req.http.X-Browserbanner) {
        unset req.http.If-None-Match;
        unset req.http.If-Modified-Since;
    }
}

# Two copies of each page are kept: the site's own, and one that is put together for each visitor.
sub vcl_hash {
    if (req.http.X-Browserbanner) {
        hash_data("with banner");
    }
}

sub vcl_backend_response {
    # Whatever is no banner is put into no page.
    if (bereq.url ~ "^/_browserbanner/fragment" && beresp.status != 200) {
        return (error(502));
    }
    if (bereq.http.X-Browserbanner && bereq.url !~ "^/_browserbanner/" && beresp.http.Content-Type ~ "^text/html") {
        set beresp.do_esi = true;
        unset beresp.http.ETag;
        unset beresp.http.Last-Modified;
        set beresp.http.X-Browserbanner = "1";
    }
}

sub vcl_backend_error {
    if (bereq.url ~ "^/_browserbanner/fragment") {
        set beresp.status = 200;
        set beresp.body = "";
        return (deliver);
    }
}

sub vcl_deliver {
    if (resp.http.X-Browserbanner) {
        unset resp.http.X-Browserbanner;
        set resp.http.Cache-Control = "private, no-store";
        set resp.http.Vary = "User-Agent";
    }
}
