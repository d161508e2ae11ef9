// ES3, for PhantomJS 1.9 and Internet Explorer 9 as for today's engines. Frames, framesets, XHTML and pages that
// take no HTML from scripts (Trusted Types) get nothing. The nonce of the script's element goes to the style's.
(function(){
  var w=window,d=document,l=location,top=%(top)s,me=d.currentScript,nonce=me&&(me.nonce||me.getAttribute("nonce"));
  if(w.top!=w.self||d.documentElement.nodeName!=="HTML")return;
  function each(e,tag,f){
    var n=e.getElementsByTagName(tag),i;
    for(i=0;i<n.length;i++)f(n[i])
  }
  // Makes addresses whole by the page's own, past its <base>.
  function whole(name){
    return function(e){
      var v=e.getAttribute(name);
      if(v&&/^\/(?!\/)/.test(v))e.setAttribute(name,l.protocol+"//"+l.host+v)
    }
  }
  function marker(n){
    for(n=n.firstChild;n;n=n.nextSibling){
      if(n.nodeType===8&&/^\s*browserbanner\s*$/.test(n.data))return n;
      var m=marker(n);
      if(m)return m
    }
    return null
  }
  // Waits for the body's first nodes: a banner that the middleware has put there is among them, and then there is
  // nothing to do.
  function put(){
    var b=d.body,done=d.readyState==="complete",at=null,e=d.createElement("div"),n;
    if(b&&b.nodeName==="BODY"){
      if(d.getElementById("bb"))return;
      if(!top)at=marker(b);
      if(at||top&&(done||b.childNodes.length>1)){
        try{e.innerHTML=%(html)s}catch(x){return}
        each(e,"a",whole("href"));
        each(e,"link",whole("href"));
        each(e,"img",whole("src"));
        if(nonce)each(e,"style",function(s){s.setAttribute("nonce",nonce)});
        each(e,"a",function(a){
          if(a.id==="bb-x")a.href=a.href.replace(/next=.*/,"next="+encodeURIComponent(l.pathname+l.search))
        });
        if(at)b=at.parentNode;
        else at=b.firstChild;
        while((n=e.firstChild))b.insertBefore(n,at);
        %(close)s;
        return
      }
    }
    if(!done)setTimeout(put,25)
  }
  put()
})()
